/// What a connection does about a request: an answer, or one of the ways in which real answers get lost.
public enum ServerReply: Hashable, Sendable {
    case respond(ServerResponse)
    /// An orderly end (FIN) without a byte of answer.
    case closeWithoutReply
    /// A TCP reset without a byte of answer.
    case reset
    /// The head promises the whole body; only its first `afterBytes` bytes are sent, then the connection ends.
    case truncated(ServerResponse, afterBytes: Int)
    /// These bytes, whatever they are, then the end of the connection.
    case garbage([UInt8])
    /// Nothing, until the client closes or the server stops.
    case hang
}
