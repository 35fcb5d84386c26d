import LazaretCore

/// What a token allows.
struct Grant: Hashable, Sendable {
    var tenant: String
    var app: String
    var roles: Set<String>
    var expires: Steady
}
