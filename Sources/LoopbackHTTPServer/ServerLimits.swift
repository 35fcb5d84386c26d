/// What one client may cost. Crossing a limit ends the connection, after an answer that says so where one can be sent.
public struct ServerLimits: Hashable, Sendable {
    /// Bytes; more is answered 413.
    public var bodyBytes: Int
    /// Bytes of all header fields, and of the target; more is answered 431.
    public var headBytes: Int
    public var headerFields: Int
    /// Connections open at once; a further one is closed as it comes.
    public var connections: Int
    /// The longest time between the end of one answer and the last byte of the next request, and for the client to take an
    /// answer. What a handler itself takes is not limited.
    public var idleTimeout: Duration

    public init(
        bodyBytes: Int = 1 << 20, headBytes: Int = 128 << 10, headerFields: Int = 100, connections: Int = 256,
        idleTimeout: Duration = .seconds(60)
    ) {
        self.bodyBytes = bodyBytes
        self.headBytes = headBytes
        self.headerFields = headerFields
        self.connections = connections
        self.idleTimeout = idleTimeout
    }
}
