/// The most arrivals, refused ones included, that one operation of one tenant and application had in any stretch of a
/// window's length. At most `limit` where the client keeps to the quota.
public struct WindowUse: Hashable, Codable, Sendable {
    public var tenant: String
    public var app: String
    public var operation: APIOperation
    public var limit: Int
    public var windowMilliseconds: Int64
    public var largest: Int

    public var isOverLimit: Bool { largest > limit }

    var order: (String, String, String, Int64) { (tenant, app, operation.rawValue, windowMilliseconds) }
}
