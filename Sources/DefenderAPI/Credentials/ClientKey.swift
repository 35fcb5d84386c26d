import Crypto
import CryptoExtras
import Foundation
import HTTPTransport

/// The certificate's private key: RSA, 2048 bits or more.
struct ClientKey: Sendable {
    private let key: _RSA.Signing.PrivateKey

    /// `pem`: PKCS#8 or PKCS#1, encrypted or not; the first private key of the file counts.
    init(pem: String, file: String, passphrase: Passphrase?) throws(CredentialError) {
        guard pem.contains("PRIVATE KEY-----") else {
            throw .badKey(file: file, reason: "there is no private key in PEM form in it")
        }
        let isEncrypted =
            pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || pem.contains("Proc-Type: 4,ENCRYPTED")
        if isEncrypted {
            guard let passphrase else { throw .passphraseMissing(keyFile: file) }
            key = try Self.open(pem, with: passphrase)
        } else {
            key = try Self.read(pem, file: file)
        }
        guard key.keySizeInBits >= 2048 else {
            throw .badKey(file: file, reason: "it has \(key.keySizeInBits) bits, and 2048 is the least")
        }
    }

    /// What opens an encrypted key, and where it came from.
    struct Passphrase: Sendable {
        let secret: Secret
        let file: String
    }

    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes (PS256), or RSASSA-PKCS1-v1_5 with SHA-256 (RS256).
    func signature(of message: [UInt8], _ kind: CertificateCredential.Signature) throws -> [UInt8] {
        let padding: _RSA.Signing.Padding =
            switch kind {
            case .ps256: .PSS
            case .rs256: .insecurePKCS1v1_5
            }
        return Array(try key.signature(for: SHA256.hash(data: message), padding: padding).rawRepresentation)
    }

    /// True where this is the private half of a certificate's key.
    func belongs(to certificate: ClientCertificate) -> Bool {
        do {
            let other = try _RSA.Signing.PublicKey(derRepresentation: certificate.publicKey)
            return other.pkcs1DERRepresentation == key.publicKey.pkcs1DERRepresentation
        } catch {
            // A certificate over another kind of key.
            return false
        }
    }

    private static func read(_ pem: String, file: String) throws(CredentialError) -> _RSA.Signing.PrivateKey {
        do {
            return try _RSA.Signing.PrivateKey(pemRepresentation: pem)
        } catch CryptoKitError.incorrectParameterSize {
            throw .badKey(file: file, reason: "it has less than 2048 bits")
        } catch {
            throw .badKey(file: file, reason: "it is not an RSA key in PKCS#8 or PKCS#1 form")
        }
    }

    private static func open(_ pem: String, with passphrase: Passphrase) throws(CredentialError)
        -> _RSA.Signing.PrivateKey
    {
        // The library hands the passphrase over as signed characters and traps on others.
        var bytes = Array(passphrase.secret.storage.contents)
        defer { bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } } }
        guard bytes.allSatisfy({ $0 < 128 }) else {
            throw .badPassphrase(file: passphrase.file, reason: "only ASCII passphrases can be used")
        }
        do {
            return try _RSA.Signing.PrivateKey(encryptedPEMRepresentation: pem) { set in set(bytes) }
        } catch {
            throw .badPassphrase(file: passphrase.file, reason: "it is wrong, or the key's encryption is not supported")
        }
    }
}
