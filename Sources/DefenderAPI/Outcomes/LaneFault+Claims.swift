import LazaretCore

extension LaneFault {
    /// The same fault with what our own token says about its reason: the roles it lacks, or whom it is meant for.
    func explained(by claims: AccessTokenClaims?, for operation: Operation) -> LaneFault {
        guard let claims else { return self }
        switch kind {
        case .forbidden:
            let missing = claims.missingRoles(for: operation)
            guard !missing.isEmpty else { return self }
            return LaneFault(kind, "\(message) (the token lacks the role \(missing.joined(separator: " and ")))")
        case .unauthorized:
            guard let audience = claims.audience else { return self }
            return LaneFault(kind, "\(message) (the token's audience is \(audience); check apiBase and scope)")
        default: return self
        }
    }
}
