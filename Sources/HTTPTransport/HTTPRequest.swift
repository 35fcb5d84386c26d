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
    /// What is sent. Wiped when the last copy of the request goes: a token call's body is a secret.
    public var content: WipedBytes
    /// A fresh connection, and never a silent second send: for every request that has an effect.
    public var isolated: Bool
    /// Never through a proxy (instance metadata).
    public var bypassesProxy: Bool

    public init(
        method: Method, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        isolated: Bool = false, bypassesProxy: Bool = false
    ) {
        self.init(
            method: method, url: url, headers: headers, content: WipedBytes(body), isolated: isolated,
            bypassesProxy: bypassesProxy)
    }

    public init(
        method: Method, url: String, headers: [(name: String, value: String)], content: WipedBytes,
        isolated: Bool = false, bypassesProxy: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.isolated = isolated
        self.bypassesProxy = bypassesProxy
    }

    /// A copy of ``content``.
    public var body: [UInt8] { Array(content.contents) }

    public static func == (left: HTTPRequest, right: HTTPRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.content == right.content
            && left.isolated == right.isolated && left.bypassesProxy == right.bypassesProxy
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(url)
        hasher.combine(content)
    }
}
