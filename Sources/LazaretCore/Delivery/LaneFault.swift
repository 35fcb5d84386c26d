/// A fault of a tenant's lane, not of an action: items stay untouched, the lane pauses and probes (contract, section 8).
public struct LaneFault: Hashable, Sendable, Error {
    public enum Kind: String, CaseIterable, Sendable {
        /// A second 401 with a fresh token.
        case unauthorized
        /// 403 Forbidden: a role is missing; the message names it.
        case forbidden
        case disabledFeature = "disabled_feature"
        /// The token endpoint refused the credential.
        case tokenRefused = "token_refused"
        /// The token endpoint could not be reached or answered nonsense.
        case tokenUnavailable = "token_unavailable"
        /// The API answered with a redirect, which is never followed.
        case redirect
        /// A credential file cannot be read or used.
        case credential

        /// The fault may be one operation's alone: a role that only it needs is missing. Faults of the sign-in are
        /// everybody's, and end when the credential is another one.
        public var isOneOperations: Bool {
            switch self {
            case .unauthorized, .forbidden, .disabledFeature, .redirect: true
            case .tokenRefused, .tokenUnavailable, .credential: false
            }
        }
    }

    public var kind: Kind
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
