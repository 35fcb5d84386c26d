public import LoopbackHTTPServer

/// What the model decided about one request.
public struct SimulatedAnswer: Sendable {
    public var reply: ServerReply
    /// How long the reply is held back. What is done is done already.
    public var delay: Duration
    /// What the request added to the record, in order.
    public var effects: [EffectLine]
}
