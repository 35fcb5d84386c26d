import DefenderSimulator
import Foundation
import LazaretTestKit
import Testing

/// Every kind of credential from its files to a token, as configured by a person; and many tenants in one daemon.
struct SignInTests {
    private func configure(_ station: Station, credential: String) throws {
        let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
        try text.replacing("{clientSecretFile: secret}", with: credential)
            .replacing("http: {listen: \"\"}", with: "http: {listen: \"127.0.0.1:0\"}")
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
    }

    /// An RSA key and its certificate, five days before its end.
    private func makeCertificate(_ station: Station, password: String?) throws {
        let protection = password.map { ["-passout", "pass:\($0)"] } ?? ["-nodes"]
        try NetworkParts.run(
            NetworkParts.openssl,
            [
                "req", "-x509", "-newkey", "rsa:2048", "-keyout", "client.key", "-out", "client.crt", "-days", "5",
                "-subj",
                "/CN=lazaret",
            ] + protection, in: station.directory)
        try protect(station, "client.key")
        if let password {
            try password.write(toFile: station.directory + "/client.pass", atomically: true, encoding: .utf8)
            try protect(station, "client.pass")
        }
    }

    private func protect(_ station: Station, _ name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: station.directory + "/" + name)
    }

    @Test(
        "a certificate signs in with either signature, its key encrypted or not",
        .enabled(if: FileManager.default.isExecutableFile(atPath: NetworkParts.openssl), "needs the openssl command"),
        arguments: [("PS256", "lantern-42"), ("RS256", nil)] as [(String, String?)])
    func certificate(signature: String, password: String?) async throws {
        try await Station.with { station in
            try makeCertificate(station, password: password)
            let more = password == nil ? "" : ", privateKeyPasswordFile: client.pass"
            try configure(
                station,
                credential:
                    "{certificateFile: client.crt, privateKeyFile: client.key, signature: \(signature)\(more)}")
            let check = try await station.lazaret(["check", "--online"])
            #expect(check.code == 0, "\(check.output)")
            #expect(check.output.contains("4 days are left") && check.output.contains("-> make a new certificate"))
        }
    }

    @Test(
        "a certificate's end is in status, metrics and the log",
        .enabled(if: FileManager.default.isExecutableFile(atPath: NetworkParts.openssl), "needs the openssl command"))
    func expiry() async throws {
        try await Station.with { station in
            try makeCertificate(station, password: nil)
            try configure(station, credential: "{certificateFile: client.crt, privateKeyFile: client.key}")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try await station.until("the warning") { daemon.log.contains("the certificate expires soon") }
            #expect(daemon.log.contains("days=4"))
            let status = try await station.lazaret(["status", "--format", "json"])
            let facts = try #require(
                try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
            let certificates = try #require(facts["certificates"] as? [[String: Any]])
            #expect(certificates.first?["tenant"] as? String == "test")
            #expect(certificates.first?["days_left"] as? Int == 4)
            #expect(try await station.lazaret(["status"]).output.contains("test: EXPIRES in 4 days"))
            let metrics = try await station.get("/metrics", of: daemon).text
            #expect(metrics.contains("lazaret_certificate_expiry_timestamp_seconds{tenant=\"test\"} "))
        }
    }

    @Test("once a credential is mended, in place or over a restart, it goes on by itself", arguments: [false, true])
    func mended(restarts: Bool) async throws {
        try await Station.with { station in
            // With the delays of a real tenant a refused lane is probed once in five minutes.
            try station.change(
                "retry: {initialDelay: 50ms, maximumDelay: 500ms", to: "retry: {initialDelay: 2s, maximumDelay: 5m")
            let secret = station.directory + "/secret"
            try FileManager.default.removeItem(atPath: secret)
            var daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the pause") { daemon.log.contains("lane paused") }
            if restarts {
                daemon.signal(SIGTERM)
                #expect(await daemon.wait() == 0)
            }
            try "secret".write(toFile: secret, atomically: true, encoding: .utf8)
            try protect(station, "secret")
            if restarts { daemon = try station.start(log: "second.log") }
            try await station.until("success") { try station.states() == ["succeeded"] }
        }
    }

    @Test("a federated token file signs in")
    func federated() async throws {
        try await Station.with { station in
            func part(_ json: String) -> String {
                Data(json.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-")
                    .replacing("/", with: "_")
            }
            let claims = part(
                #"{"aud":"api://AzureADTokenExchange","iss":"https://issuer.test","sub":"s","exp":4102444800}"#)
            let token = part(#"{"alg":"RS256","typ":"JWT"}"#) + "." + claims + ".c2ln"
            try token.write(toFile: station.directory + "/token", atomically: true, encoding: .utf8)
            try protect(station, "token")
            try configure(station, credential: "{federatedTokenFile: token}")
            let check = try await station.lazaret(["check", "--online"])
            #expect(check.code == 0, "\(check.output)")
            #expect(check.output.contains("a token, by federatedToken"))
        }
    }

    @Test(
        "two hundred tenants in one daemon: half of them hang at sign-in or at the service, the others do not notice",
        .timeLimit(.minutes(4)), arguments: [APIOperation.token, .submit])
    func tenants(hanging operation: APIOperation) async throws {
        // A call may hang for longer than the test takes on any machine.
        try await Station.with(more: "transport: {timeout: 10m}") { station in
            // Takes every such call, and never answers.
            let silent = try await SimulatorServer.start(options: .quick)
            await silent.add(fault: FaultRule(.hangBefore, operation: operation))
            let count = 200
            let sections = (1...count).map { number in
                let host = number % 2 == 0 ? silent.baseURL : station.simulator.baseURL
                return """
                      - name: t-\(number)
                        tenantId: tenant-\(number).test
                        clientId: client-\(number)
                        apiBase: \(host)
                        authority: \(host)
                        credential: {clientSecretFile: secret}
                    """
            }.joined(separator: "\n")
            let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
            let start = try #require(text.range(of: "tenants:\n")).upperBound
            let end = try #require(text.range(of: "inbox: {")).lowerBound
            try (text[..<start] + sections + "\n" + text[end...])
                // A hundred tenants that ask ten times a second would be another test.
                .replacing(
                    "{initialInterval: 100ms, maximumInterval: 500ms}",
                    with: "{initialInterval: 1s, maximumInterval: 5s}"
                )
                .write(toFile: station.configuration, atomically: true, encoding: .utf8)
            let daemon = try station.start()
            try await station.untilReady(daemon)
            // Those that hang come first, and are more than half of the places that a fixed number would give.
            try station.drop("even.jsonl", Self.alerts(stride(from: 2, through: count, by: 2)))
            try await silent.waitForArrivals(of: operation, count: count / 2)
            try station.drop("odd.jsonl", Self.alerts(stride(from: 1, through: count, by: 2)))
            try await station.until("the others", seconds: 120) {
                try station.states().filter { $0 == "succeeded" }.count == count / 2
            }
            let effects = await station.simulator.effects()
            #expect(effects.quarantines.count == count / 2)
            #expect(Set(effects.quarantines.map(\.tenant)).count == count / 2)
            #expect(effects.arrivals.filter { $0.operation == .token }.count == count / 2)
            // The hundred calls hang still: none was given up and made again.
            let hanging = await silent.effects()
            #expect(hanging.quarantines.isEmpty)
            #expect(hanging.arrivals.filter { $0.operation == operation }.count == count / 2)
            await silent.stop()
        }
    }

    private static func alerts(_ numbers: some Sequence<Int>) -> String {
        numbers.map { number in
            let line = SampleAlert.flat(number).replacing("\n", with: " ")
            return line.replacing("{\"alertId\"", with: "{\"tenantId\": \"tenant-\(number).test\", \"alertId\"")
        }.joined(separator: "\n") + "\n"
    }
}
