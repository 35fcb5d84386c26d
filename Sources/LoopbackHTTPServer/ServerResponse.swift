/// A whole answer. `Content-Length` and `Connection` are the server's business; every other header is the handler's.
public struct ServerResponse: Hashable, Sendable {
    /// 200 to 599.
    public var status: Int
    public var headers: ServerHeaders
    public var body: [UInt8]

    public init(status: Int, headers: ServerHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public init(status: Int, contentType: String, text: String) {
        self.init(status: status, headers: ["Content-Type": contentType], body: Array(text.utf8))
    }
}
