/// One request that arrived whole, and what was done about it.
public struct Arrival: Hashable, Codable, Sendable {
    /// Counted from 1, in the order of arrival.
    public var number: Int
    /// Wall time, RFC 3339.
    public var at: String
    /// The boot clock, in milliseconds: what quota windows are measured on.
    public var steadyMilliseconds: Int64
    public var operation: APIOperation
    /// As the token has them; nil without a valid token.
    public var tenant: String?
    public var app: String?
    public var machineID: String?
    public var sha1: String?
    public var comment: String?
    /// The action asked about, made, or answered with.
    public var actionID: String?
    /// The target as sent.
    public var target: String
    /// The connection, and which of its requests this was.
    public var connection: Int
    public var sequence: Int
    /// How the reply ends: `respond`, `closeWithoutReply`, `reset`, `truncated`, `garbage`, `hang`.
    public var reply: String
    /// Nil where no status line left.
    public var status: Int?
    /// Defender's `error.code`, where the answer has one.
    public var code: String?
    /// The fault that the call had.
    public var fault: String?
    /// Whether the service did what was asked, whatever the answer said.
    public var processed: Bool
}
