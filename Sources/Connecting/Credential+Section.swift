public import Configuration
public import DefenderAPI

extension Credential {
    /// The configuration's choice, as sign-in takes it.
    public init(_ section: CredentialSection) {
        switch section {
        case .clientSecret(let file): self = .clientSecret(file: file)
        case .certificate(let file, let key, let password, let signature):
            self = .certificate(
                CertificateCredential(
                    certificateFile: file, privateKeyFile: key, passphraseFile: password,
                    signature: signature == .rs256 ? .rs256 : .ps256))
        case .federatedToken(let file): self = .federatedToken(file: file)
        case .managedIdentity(let identity):
            self = .managedIdentity(
                ManagedIdentity(
                    clientID: identity.clientID, objectID: identity.objectID, resourceID: identity.resourceID))
        }
    }
}
