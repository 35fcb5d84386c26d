import Foundation

/// The `openssl` command, for certificates and for servers that speak TLS.
enum OpenSSL {
    static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    struct Failure: Error {
        var arguments: [String]
        var status: Int32
    }

    /// Waits for the command's end. Throws where it fails.
    static func run(_ arguments: [String], in directory: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(arguments: arguments, status: process.terminationStatus)
        }
    }
}

/// Certificates of authorities and servers, made for one test in a directory of their own.
final class Certificates {
    /// A certificate and its key, in PEM form.
    struct Identity {
        var certificate: String
        var key: String
    }

    let directory: String
    private var count = 0

    init() throws {
        directory = NSTemporaryDirectory() + "lazaret-tls-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    // What is left of a test directory disturbs nobody.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { directory + "/" + name }

    /// A certificate that signs itself: an authority, or a server that nobody vouches for.
    func selfSigned(names: String = "DNS:authority") throws -> Identity {
        try make(names, signer: nil)
    }

    func server(names: String = "IP:127.0.0.1,DNS:localhost", signedBy authority: Identity) throws -> Identity {
        try make(names, signer: authority)
    }

    /// Was valid for a day in 2020.
    func expiredServer(signedBy authority: Identity) throws -> Identity {
        let identity = next()
        let configuration = """
            [ca]
            default_ca = expired
            [expired]
            database = index
            serial = serial
            new_certs_dir = .
            default_md = sha256
            policy = any
            x509_extensions = server
            [any]
            commonName = supplied
            [server]
            subjectAltName = IP:127.0.0.1
            """
        for (name, text) in [("ca.cnf", configuration), ("index", ""), ("serial", "01\n")] {
            try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        }
        try OpenSSL.run(
            ["req", "-new"] + Self.newKey + ["-keyout", identity.key, "-out", "request.pem", "-subj", "/CN=server"],
            in: directory)
        try OpenSSL.run(
            [
                "ca", "-batch", "-config", "ca.cnf", "-cert", authority.certificate, "-keyfile", authority.key,
                "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-notext", "-in", "request.pem", "-out",
                identity.certificate,
            ], in: directory)
        return identity
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    private func make(_ names: String, signer: Identity?) throws -> Identity {
        let identity = next()
        let signing = signer.map { ["-CA", $0.certificate, "-CAkey", $0.key] } ?? []
        try OpenSSL.run(
            ["req", "-x509"] + Self.newKey + [
                "-keyout", identity.key, "-out", identity.certificate, "-subj", "/CN=test \(count)", "-days", "2",
                "-addext", "subjectAltName=\(names)",
            ] + signing, in: directory)
        return identity
    }

    private func next() -> Identity {
        count += 1
        return Identity(certificate: path("\(count).pem"), key: path("\(count).key"))
    }
}
