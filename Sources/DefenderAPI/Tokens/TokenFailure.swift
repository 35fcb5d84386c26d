public import LazaretCore

/// Why there is no token. Nothing that needed it was sent.
public struct TokenFailure: Error, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// The token endpoint refuses the credential, the application or the scope.
        case refused = "token_refused"
        /// The token endpoint cannot be reached, is busy, or answers nonsense.
        case unavailable = "token_unavailable"
        /// A credential file cannot be read or used.
        case credential
        /// The task that asked was cancelled.
        case cancelled
    }

    public var kind: Kind
    /// A bounded label: `AADSTS7000222`, `invalid_client`, `timeout`, `readable_by_others`, …
    public var code: String
    /// For people: what it means and what to do. Holds neither secrets nor the endpoint's text.
    public var message: String

    public init(_ kind: Kind, code: String, message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }

    /// The lane fault it amounts to; nil where only the asking task ended.
    public var laneFault: LaneFault? {
        switch kind {
        case .refused: LaneFault(.tokenRefused, message)
        case .unavailable: LaneFault(.tokenUnavailable, message)
        case .credential: LaneFault(.credential, message)
        case .cancelled: nil
        }
    }

    static let cancelled = TokenFailure(.cancelled, code: "cancelled", message: "cancelled while waiting for a token")

    init(_ error: CredentialError) {
        self.init(.credential, code: error.label, message: error.message)
    }
}
