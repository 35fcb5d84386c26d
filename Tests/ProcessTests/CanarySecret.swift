import Foundation

/// A credential of one kind, made of secrets that occur nowhere else.
struct CanarySecret {
    enum Kind: String, CaseIterable, Sendable {
        case clientSecret
        case keyPassphrase
        case privateKey
        case federatedToken

        /// The certificate's kinds need the openssl command.
        var isPossible: Bool {
            ![.keyPassphrase, .privateKey].contains(self)
                || FileManager.default.isExecutableFile(atPath: NetworkParts.openssl)
        }
    }

    let kind: Kind
    /// What must not be found.
    let needles: [String]
    /// The files that hold them.
    let files: Set<String>
    /// What stands under `credential`.
    let credential: String

    init(_ kind: Kind, in station: Station) throws {
        self.kind = kind
        let canary = "canary-" + UUID().uuidString
        let files: [String: String]
        switch kind {
        case .clientSecret:
            // With bytes that a form writes otherwise.
            files = ["canary": canary + "+/=~Q8"]
            needles = [canary]
            credential = "{clientSecretFile: canary}"
        case .federatedToken:
            let signature = Self.base64URL(canary)
            let header = Self.base64URL(#"{"alg":"RS256","typ":"JWT"}"#)
            let claims = Self.base64URL(
                #"{"aud":"api://AzureADTokenExchange","iss":"https://issuer.test","sub":"s","exp":4102444800}"#)
            files = ["canary": header + "." + claims + "." + signature]
            needles = [signature]
            credential = "{federatedTokenFile: canary}"
        case .keyPassphrase:
            try Self.makeCertificate(in: station, protection: ["-passout", "pass:" + canary])
            files = ["canary": canary]
            needles = [canary]
            credential =
                "{certificateFile: client.crt, privateKeyFile: client.key, privateKeyPasswordFile: canary}"
        case .privateKey:
            try Self.makeCertificate(in: station, protection: ["-nodes"])
            let key = try String(contentsOfFile: station.directory + "/client.key", encoding: .utf8)
            files = ["canary": key]
            // The first line is the same in every key of its size.
            needles = [String(key.split(separator: "\n")[3])]
            credential = "{certificateFile: client.crt, privateKeyFile: canary}"
        }
        self.files = Set(files.keys).union(["client.key"])
        for (name, text) in files {
            try text.write(toFile: station.directory + "/" + name, atomically: true, encoding: .utf8)
        }
        for name in self.files where FileManager.default.fileExists(atPath: station.directory + "/" + name) {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: station.directory + "/" + name)
        }
    }

    private static func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-")
            .replacing("/", with: "_")
    }

    private static func makeCertificate(in station: Station, protection: [String]) throws {
        try NetworkParts.run(
            NetworkParts.openssl,
            [
                "req", "-x509", "-newkey", "rsa:2048", "-keyout", "client.key", "-out", "client.crt", "-days", "5",
                "-subj", "/CN=lazaret",
            ] + protection, in: station.directory)
    }
}
