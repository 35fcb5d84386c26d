/// A credential as it was just read.
enum CredentialMaterial: Sendable {
    case secret(Secret)
    case certificate(ClientCertificate, ClientKey)
    case federated(Secret)
    case managedIdentity(ManagedIdentity)

    /// Blocks.
    init(reading credential: Credential, trustedDirectory: String?) throws(CredentialError) {
        func secret(_ file: String) throws(CredentialError) -> Secret {
            try CredentialFile(path: file).readSecret(trustedDirectory: trustedDirectory)
        }
        switch credential {
        case .clientSecret(let file): self = .secret(try secret(file))
        case .federatedToken(let file): self = .federated(try secret(file))
        case .managedIdentity(let identity): self = .managedIdentity(identity)
        case .certificate(let files):
            let certificate = try ClientCertificate(
                CredentialFile(path: files.certificateFile).readPublic(), file: files.certificateFile)
            var passphrase: ClientKey.Passphrase?
            if let file = files.passphraseFile { passphrase = .init(secret: try secret(file), file: file) }
            let pem = try secret(files.privateKeyFile).revealed + "\n"
            let key = try ClientKey(pem: pem, file: files.privateKeyFile, passphrase: passphrase)
            guard key.belongs(to: certificate) else {
                throw .mismatch(certificateFile: files.certificateFile, keyFile: files.privateKeyFile)
            }
            self = .certificate(certificate, key)
        }
    }
}
