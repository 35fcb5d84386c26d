import HTTPTransport

/// A request that has passed every check and can be told to libcurl as it is.
struct PreparedRequest: Sendable {
    let method: HTTPRequest.Method
    let url: String
    let destination: Destination
    let route: ProxyRoute
    /// Nil: libcurl's own alone.
    let headers: HeaderList?
    let body: WipedBytes
    /// A connection of its own, which nobody uses afterwards.
    var freshConnection: Bool
    /// Whether libcurl may send the request again when a kept-alive connection turns out to be dead.
    var maySendAgain: Bool

    /// Throws `.unusable` with `requestMayHaveLeft` false.
    init(_ request: HTTPRequest, _ directions: Directions) throws(TransportError) {
        do {
            let direction = try directions.find(request.url, bypassesProxy: request.bypassesProxy)
            (destination, route) = (direction.destination, direction.route)
        } catch {
            throw .refused("the URL: \(error.rawValue)")
        }
        guard request.method == .post || request.content.isEmpty else { throw .refused("a GET with a body") }
        method = request.method
        url = request.url
        // libcurl would add `Expect: 100-continue` to long bodies, and a Content-Type of its own to all.
        var lines = method == .post ? ["Expect:", "Content-Type:"] : []
        do {
            lines += try request.headers.map { header throws(HeaderLine.Refusal) in
                try HeaderLine.make(name: header.name, value: header.value)
            }
        } catch {
            throw .refused(error.rawValue)
        }
        headers = lines.isEmpty ? nil : try HeaderList(lines)
        body = request.content
        freshConnection = request.isolated
        maySendAgain = !request.isolated
    }

    /// What error messages name.
    var operation: String { "\(method.rawValue) \(destination.origin)" }
}

extension TransportError {
    /// Refused before anything was sent.
    static func refused(_ reason: String) -> TransportError {
        TransportError(.unusable, requestMayHaveLeft: false, message: "refused: \(reason)")
    }
}
