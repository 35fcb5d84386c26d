import Crypto
import Foundation
import LazaretCore
import SwiftASN1

/// The registered certificate, as far as an assertion and a warning need it. Nothing of it is verified: that is Entra's part.
struct ClientCertificate: Sendable {
    let notBefore: Instant
    let notAfter: Instant
    /// SubjectPublicKeyInfo, DER.
    let publicKey: [UInt8]
    /// SHA-256 of the certificate: `x5t#S256`.
    let thumbprintSHA256: [UInt8]
    /// SHA-1 of the certificate: `x5t`, and what the portal shows.
    let thumbprintSHA1: [UInt8]

    /// `bytes`: PEM, of which the first certificate counts, or DER.
    init(_ bytes: [UInt8], file: String) throws(CredentialError) {
        do {
            let der = try Self.der(bytes)
            let fields = try Fields(derEncoded: der)
            notBefore = fields.notBefore
            notAfter = fields.notAfter
            publicKey = fields.publicKey
            thumbprintSHA256 = Array(SHA256.hash(data: der))
            thumbprintSHA1 = Array(Insecure.SHA1.hash(data: der))
        } catch let error as Unusable {
            throw .badCertificate(file: file, reason: error.reason)
        } catch {
            throw .badCertificate(file: file, reason: "it is not a well-formed X.509 certificate")
        }
    }

    private struct Unusable: Error {
        let reason: String
    }

    private static func der(_ bytes: [UInt8]) throws -> [UInt8] {
        // 0x30 opens a DER sequence; as text it would be the digit 0, which opens no PEM file.
        if bytes.first == 0x30 { return bytes }
        guard let text = String(validating: bytes, as: UTF8.self), text.contains("-----BEGIN ") else {
            throw Unusable(reason: "it is neither PEM nor DER (a .pfx must be taken apart first)")
        }
        let documents = try PEMDocument.parseMultiple(pemString: text.hasSuffix("\n") ? text : text + "\n")
        guard let first = documents.first(where: { $0.discriminator == "CERTIFICATE" }) else {
            throw Unusable(reason: "there is no CERTIFICATE block in it")
        }
        return first.derBytes
    }
}

extension ClientCertificate {
    /// The few fields of RFC 5280's `Certificate` that are wanted.
    private struct Fields: DERParseable {
        let notBefore: Instant
        let notAfter: Instant
        let publicKey: [UInt8]

        init(derEncoded root: ASN1Node) throws {
            self = try DER.sequence(root, identifier: .sequence) { certificate in
                guard let body = certificate.next() else { throw Unusable(reason: "it is empty") }
                // Signature algorithm and signature, unread.
                while certificate.next() != nil {}
                return try DER.sequence(body, identifier: .sequence) { try Self(body: &$0) }
            }
        }

        /// `TBSCertificate`: [version] serialNumber signature issuer validity subject subjectPublicKeyInfo …
        private init(body: inout ASN1NodeCollection.Iterator) throws {
            _ = try DER.optionalExplicitlyTagged(&body, tagNumber: 0, tagClass: .contextSpecific) { $0 }
            _ = [body.next(), body.next(), body.next()]
            guard let validity = body.next(), body.next() != nil, let key = body.next() else {
                throw Unusable(reason: "it ends too early")
            }
            (notBefore, notAfter) = try DER.sequence(validity, identifier: .sequence) {
                (try Self.time($0.next()), try Self.time($0.next()))
            }
            publicKey = Array(key.encodedBytes)
            while body.next() != nil {}
        }

        private static func time(_ node: ASN1Node?) throws -> Instant {
            guard let node else { throw Unusable(reason: "its time of validity is missing") }
            let numbers: [Int]
            if node.identifier == .utcTime {
                let time = try UTCTime(derEncoded: node)
                numbers = [time.year, time.month, time.day, time.hours, time.minutes, time.seconds]
            } else {
                let time = try GeneralizedTime(derEncoded: node)
                numbers = [time.year, time.month, time.day, time.hours, time.minutes, time.seconds]
            }
            let text = numbers.enumerated().map { String(format: $0.offset == 0 ? "%04d" : "%02d", $0.element) }
            let date = text[0...2].joined(separator: "-") + "T" + text[3...5].joined(separator: ":") + "Z"
            guard let instant = Instant(rfc3339: date) else { throw Unusable(reason: "its time of validity is absurd") }
            return instant
        }
    }
}
