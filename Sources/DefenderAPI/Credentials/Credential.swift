/// How a tenant's application proves itself (defender-api, section 1.4). Paths are absolute; the files are read when a token
/// is needed, and nothing of them is kept.
public enum Credential: Hashable, Sendable {
    case clientSecret(file: String)
    case certificate(CertificateCredential)
    /// A JWT of another issuer (workload identity); the file is rotated by whoever projects it.
    case federatedToken(file: String)
    case managedIdentity(ManagedIdentity)

    /// The configuration's word for it.
    public var kind: String {
        switch self {
        case .clientSecret: "clientSecret"
        case .certificate: "certificate"
        case .federatedToken: "federatedToken"
        case .managedIdentity: "managedIdentity"
        }
    }

    /// Every file it reads.
    var files: [String] {
        switch self {
        case .clientSecret(let file), .federatedToken(let file): [file]
        case .certificate(let files):
            [files.certificateFile, files.privateKeyFile] + (files.passphraseFile.map { [$0] } ?? [])
        case .managedIdentity: []
        }
    }

    /// True where a changed file means that the old proof may no longer hold, so that the cached token goes too. A
    /// federated token is rotated every hour as a matter of routine.
    var dropsTokenWhenChanged: Bool {
        if case .federatedToken = self { return false }
        return true
    }
}

/// A certificate that is registered with the application, and its RSA key.
public struct CertificateCredential: Hashable, Sendable {
    public enum Signature: String, CaseIterable, Sendable {
        /// With `x5t#S256`; what Entra wants today.
        case ps256 = "PS256"
        /// With `x5t`; the older form.
        case rs256 = "RS256"
    }

    /// PEM (the first certificate counts) or DER.
    public var certificateFile: String
    /// PEM: PKCS#8 or PKCS#1, encrypted or not.
    public var privateKeyFile: String
    /// For an encrypted key.
    public var passphraseFile: String?
    public var signature: Signature

    public init(
        certificateFile: String, privateKeyFile: String, passphraseFile: String? = nil, signature: Signature = .ps256
    ) {
        self.certificateFile = certificateFile
        self.privateKeyFile = privateKeyFile
        self.passphraseFile = passphraseFile
        self.signature = signature
    }
}

/// The identity that Azure gives the virtual machine. Which one, where it has several: at most one of the ids.
public struct ManagedIdentity: Hashable, Sendable {
    public var clientID: String?
    public var objectID: String?
    /// The Azure resource id of a user-assigned identity.
    public var resourceID: String?
    /// The instance metadata service; another one only in tests.
    public var endpoint: String

    public init(
        clientID: String? = nil, objectID: String? = nil, resourceID: String? = nil,
        endpoint: String = "http://169.254.169.254/metadata/identity/oauth2/token"
    ) {
        self.clientID = clientID
        self.objectID = objectID
        self.resourceID = resourceID
        self.endpoint = endpoint
    }
}
