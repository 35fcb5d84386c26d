/// One HTTP exchange to make. Values only: which library carries it is the transport's business.
public struct HTTPRequest: Hashable, Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// Absolute. `https`, or `http` to a loopback host or, with ``bypassesProxy``, to Azure's instance metadata service
    /// (169.254.169.254), which speaks nothing else.
    public var url: String
    /// In order; names as they go on the wire. Values never hold CR or LF.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// A fresh connection, and never a silent second send: for every request that has an effect.
    public var isolated: Bool
    /// Never through a proxy (instance metadata).
    public var bypassesProxy: Bool

    public init(
        method: Method, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        isolated: Bool = false, bypassesProxy: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.isolated = isolated
        self.bypassesProxy = bypassesProxy
    }

    public static func == (left: HTTPRequest, right: HTTPRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.isolated == right.isolated && left.bypassesProxy == right.bypassesProxy
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(url)
        hasher.combine(body)
    }
}
