import Configuration
import Connecting
import DefenderAPI
import LazaretCore

/// Each tenant's certificate with its end, for `status`. Credentials of other kinds, and files that this account may not
/// read (they are the daemon's), are passed over.
struct CertificateLook: Sendable {
    var tenant: String
    var notAfter: Instant
    var validity: CredentialFacts.Validity

    static func read(
        _ configuration: Configuration, trustedDirectory: String?, now: Instant
    ) async -> [CertificateLook] {
        var looks: [CertificateLook] = []
        for tenant in configuration.tenants {
            let store = CredentialStore(Credential(tenant.credential), trustedDirectory: trustedDirectory)
            // Only the certificate is opened, which is no secret; what is wrong with the rest `check` says.
            guard let facts = try? await store.inspectCertificate(), let end = facts.certificateNotAfter,
                let validity = facts.validity(at: now)
            else { continue }
            looks.append(CertificateLook(tenant: tenant.name, notAfter: end, validity: validity))
        }
        return looks
    }

    var text: String {
        switch validity {
        case .good: "\(tenant): valid until \(notAfter)"
        case .endsSoon(let days): "\(tenant): EXPIRES in \(days) days, \(notAfter)"
        case .notYet: "\(tenant): NOT YET valid"
        case .ended: "\(tenant): EXPIRED \(notAfter)"
        }
    }
}
