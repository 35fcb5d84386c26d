import Foundation
import LazaretTestKit

/// Checks an assertion with libraries that are not ours: Python's `cryptography`, and PyJWT where it is there.
enum PythonVerifier {
    /// `make network-campaign` brings a Python that has both.
    private static let python = ProcessInfo.processInfo.environment["LAZARET_PYTHON"] ?? "python3"

    /// Whatever the reason that it does not run, the tests that need it are skipped.
    static let isAvailable = (try? run(["-c", "import cryptography"], input: "")) != nil

    /// Header and claims of a JWT whose signature fits the certificate, as one JSON object. Throws where it does not fit.
    static func verified(jwt: String, certificate: String) throws -> [String: Any] {
        let output = try run(["-c", script, certificate], input: jwt)
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
        return object as? [String: Any] ?? [:]
    }

    private struct Failed: Error {
        let status: Int32
    }

    private static func run(_ arguments: [String], input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return String(decoding: output, as: UTF8.self)
    }

    private static let script = """
        import base64, hashlib, json, sys
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding

        def unpack(text):
            return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

        def pack(data):
            return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

        signed, signature = sys.stdin.read().rsplit(".", 1)
        header, claims = (json.loads(unpack(part)) for part in signed.split("."))
        certificate = x509.load_pem_x509_certificate(sys.argv[1].encode())
        der = certificate.public_bytes(serialization.Encoding.DER)
        if header["alg"] == "PS256":
            scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
            assert header["x5t#S256"] == pack(hashlib.sha256(der).digest()) and "x5t" not in header
        else:
            assert header["alg"] == "RS256"
            scheme = padding.PKCS1v15()
            assert header["x5t"] == pack(hashlib.sha1(der).digest()) and "x5t#S256" not in header
        certificate.public_key().verify(unpack(signature), signed.encode(), scheme, hashes.SHA256())
        try:
            import jwt
        except ImportError:
            pass
        else:
            # The tests' clock stands still, so times are for the tests to judge.
            options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
            whole = signed + "." + signature
            assert jwt.decode(whole, certificate.public_key(), algorithms=[header["alg"]], options=options) == claims
        print(json.dumps({"header": header, "claims": claims}))
        """
}
