import Foundation

/// One whole request: head and body are read before a handler sees it.
public struct ServerRequest: Hashable, Sendable {
    /// As sent, for example `POST`.
    public var method: String
    /// The target up to the question mark, as sent: still percent-encoded.
    public var path: String
    /// The target after the question mark, as sent; nil where there is none.
    public var query: String?
    public var headers: ServerHeaders
    public var body: [UInt8]
    /// Which connection of this server brought it, counted from 1.
    public var connectionID: Int
    /// Which request of that connection it is, counted from 1: 2 and more came over a kept-alive connection.
    public var sequence: Int

    public init(
        method: String, path: String, query: String? = nil, headers: ServerHeaders = [:], body: [UInt8] = [],
        connectionID: Int = 1, sequence: Int = 1
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.connectionID = connectionID
        self.sequence = sequence
    }
}

extension ServerRequest {
    /// The parts of the path between slashes, percent-decoded. `/a//b/` gives `a`, ``, `b`, ``.
    public var pathSegments: [String] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { Self.decoded($0, plus: false) }
    }

    /// The query's pairs in order, decoded; a name without `=` has an empty value.
    public var queryItems: [(name: String, value: String)] { Self.formItems(query ?? "") }

    /// Decodes `application/x-www-form-urlencoded` text. A bad percent escape is kept as it came.
    public static func formItems(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0], plus: true), parts.count > 1 ? decoded(parts[1], plus: true) : "")
        }
    }

    private static func decoded(_ text: Substring, plus: Bool) -> String {
        let spaced = String(plus ? text.replacing("+", with: " ") : text)
        return spaced.removingPercentEncoding ?? spaced
    }
}
