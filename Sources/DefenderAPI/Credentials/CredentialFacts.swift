public import LazaretCore

/// What is known of a credential without using it.
public struct CredentialFacts: Hashable, Sendable {
    /// How a certificate stands at an instant.
    public enum Validity: Hashable, Sendable {
        case good
        /// Whole days that are left, less than ``warningDays``.
        case endsSoon(days: Int)
        case notYet
        case ended
    }

    /// So many days before a certificate's end somebody should hear of it.
    public static let warningDays = 30

    /// The configuration's word: `clientSecret`, `certificate`, …
    public var kind: String
    public var certificateNotBefore: Instant?
    public var certificateNotAfter: Instant?
    /// SHA-1, 40 digits: what the portal lists certificates by.
    public var certificateThumbprint: String?

    /// Nil where there is no certificate.
    public func validity(at now: Instant) -> Validity? {
        guard let certificateNotBefore, let certificateNotAfter else { return nil }
        if now < certificateNotBefore { return .notYet }
        guard now < certificateNotAfter else { return .ended }
        let days = Int((certificateNotAfter - now).milliseconds / 86_400_000)
        return days < Self.warningDays ? .endsSoon(days: days) : .good
    }
}

extension CredentialFacts {
    init(_ certificate: ClientCertificate, kind: String) {
        self.init(
            kind: kind, certificateNotBefore: certificate.notBefore, certificateNotAfter: certificate.notAfter,
            certificateThumbprint: certificate.thumbprintSHA1.map { Base16.digits($0) }.joined())
    }
}
