import Configuration
import Connecting
import DefenderAPI
import LazaretCore

/// Each tenant's credential, read and looked at; nothing is sent.
enum CredentialCheck {
    static func findings(
        _ configuration: Configuration, trustedDirectory: String?, now: Instant
    ) async -> [Finding] {
        var findings: [Finding] = []
        for tenant in configuration.tenants {
            let store = CredentialStore(Credential(tenant.credential), trustedDirectory: trustedDirectory)
            do {
                findings.append(row(try await store.inspect(), tenant.name, now))
            } catch {
                findings.append(
                    Finding("credential", tenant.name, .wrong, error.message, remedy: remedy(error, tenant)))
            }
        }
        return findings
    }

    private static func row(_ facts: CredentialFacts, _ tenant: String, _ now: Instant) -> Finding {
        guard let validity = facts.validity(at: now), let end = facts.certificateNotAfter else {
            return Finding("credential", tenant, .ok, facts.kind)
        }
        let thumbprint = facts.certificateThumbprint.map { ", thumbprint \($0)" } ?? ""
        let text = "\(facts.kind), valid until \(end)\(thumbprint)"
        let renewal = "make a new certificate, upload it under 'Certificates & secrets', and replace both files"
        switch validity {
        case .good: return Finding("credential", tenant, .ok, text)
        case .endsSoon(let days):
            return Finding("credential", tenant, .note, "\(text): \(days) days are left", remedy: renewal)
        case .notYet:
            return Finding(
                "credential", tenant, .wrong, "\(text): it is not valid yet", remedy: "check this machine's clock")
        case .ended: return Finding("credential", tenant, .wrong, "\(text): it has expired", remedy: renewal)
        }
    }

    private static func remedy(_ error: CredentialError, _ tenant: TenantSection) -> String {
        switch error {
        case .missing, .unreadable, .notRegular:
            "put the file there, owned by and readable to the daemon's account; relative names are looked up in "
                + "$CREDENTIALS_DIRECTORY, then beside the configuration file"
        case .readableByOthers(let file, _): "chmod 600 \(file), or pass it with systemd's LoadCredential"
        case .empty, .tooLarge: "write the secret alone into the file"
        case .badCertificate, .badKey: "PEM with an RSA key of 2048 bits or more; take a .pfx apart with openssl pkcs12"
        case .passphraseMissing: "name a file with the key's password in privateKeyPasswordFile"
        case .badPassphrase: "check privateKeyPasswordFile"
        case .mismatch, .signing: "certificateFile and privateKeyFile must be of one pair"
        }
    }
}
