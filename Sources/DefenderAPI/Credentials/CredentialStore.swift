import BlockingWork
import LazaretCore

/// A tenant's credential on disk. Reading happens on a queue of its own: a hanging file system delays one tenant.
public struct CredentialStore: Sendable {
    let credential: Credential
    private let trustedDirectory: String?
    private let queue = BlockingQueue("credential-files")

    /// `trustedDirectory`: systemd's `$CREDENTIALS_DIRECTORY`, in which files may have any mode.
    public init(_ credential: Credential, trustedDirectory: String?) {
        self.credential = credential
        self.trustedDirectory = trustedDirectory
    }

    /// What `check` and `status` may know without a call. Throws what would keep a token from being asked for.
    public func inspect() async throws(CredentialError) -> CredentialFacts {
        switch try await load() {
        case .certificate(let certificate, _):
            CredentialFacts(certificate, kind: credential.kind)
        case .secret, .federated, .managedIdentity: CredentialFacts(kind: credential.kind)
        }
    }

    /// The certificate alone, which is public: for accounts that may not read the key. Nil for other kinds of credential.
    public func inspectCertificate() async throws(CredentialError) -> CredentialFacts? {
        guard case .certificate(let files) = credential else { return nil }
        let result = await queue.run {
            Result { () throws(CredentialError) in
                try ClientCertificate(
                    CredentialFile(path: files.certificateFile).readPublic(), file: files.certificateFile)
            }
        }
        return CredentialFacts(try result.get(), kind: credential.kind)
    }

    /// Each file as it is now; nil for one that is not there.
    func identities() async -> [FileIdentity?] {
        let files = credential.files
        guard !files.isEmpty else { return [] }
        return await queue.run { files.map { FileIdentity(path: $0) } }
    }

    /// Reads, checks and parses. What it returns is meant to live no longer than one token call.
    func load() async throws(CredentialError) -> CredentialMaterial {
        let (credential, trustedDirectory) = (credential, trustedDirectory)
        // A managed identity has no file: nothing is read, and nothing can hang.
        if credential.files.isEmpty {
            return try CredentialMaterial(reading: credential, trustedDirectory: trustedDirectory)
        }
        let result = await queue.run {
            Result { () throws(CredentialError) in
                try CredentialMaterial(reading: credential, trustedDirectory: trustedDirectory)
            }
        }
        return try result.get()
    }
}

/// Two digits a byte, lower case.
enum Base16 {
    static func digits(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
