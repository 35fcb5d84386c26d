/// Carries requests. Implemented over libcurl by `CurlTransport`, and by a script in tests.
public protocol HTTPTransport: Sendable {
    /// Returns when the whole answer is there, within the transport's deadlines. Any HTTP status is an answer; a failure to
    /// get one throws, and says whether a request byte may have left. Cancelling the task ends the exchange and throws.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
