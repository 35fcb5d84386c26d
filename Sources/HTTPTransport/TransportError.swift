/// Why there is no answer.
public struct TransportError: Error, Hashable, Sendable {
    /// Bounded labels, for logs, metrics and `attempts.error_code`.
    public enum Kind: String, CaseIterable, Sendable {
        case resolve
        case connect
        case tls
        case proxy
        case timeout
        case send
        case receive
        /// The connection ended without a byte of answer.
        case emptyReply = "empty_reply"
        /// A broken answer: bad framing, too many or too long headers.
        case `protocol`
        case tooLarge = "too_large"
        case cancelled
        /// The request itself is unusable (URL, protocol not allowed).
        case unusable
        case other
    }

    public var kind: Kind
    /// False only where it is certain that no byte of the request left this machine.
    public var requestMayHaveLeft: Bool
    /// libcurl's number and text, with the operation; no header, no body.
    public var message: String

    public init(_ kind: Kind, requestMayHaveLeft: Bool, message: String) {
        self.kind = kind
        self.requestMayHaveLeft = requestMayHaveLeft
        self.message = message
    }
}
