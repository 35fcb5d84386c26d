import CurlTransport
import Foundation
import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import Configuration
@testable import DefenderAPI
@testable import LazaretCommands

/// What `check --online` says, row by row; the network is a script.
struct OnlineCheckTests {
    private static let defender = "https://api.securitycenter.microsoft.com"
    private static let allRoles = ["Machine.StopAndQuarantine", "Machine.Read.All", "File.Read.All"]
    private static let list = ScriptedTransport.Answer.json(200, #"{"value": []}"#)

    /// A configuration with tenants `one`, `two`, …, each at an authority of its own.
    private func configuration(
        _ directory: String, tenants: Int = 1, credential: String = "{clientSecretFile: secret}", more: String = ""
    ) throws -> Configuration {
        try Data("secret".utf8).write(to: URL(fileURLWithPath: directory + "/secret"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: directory + "/secret")
        let sections = (1...tenants).map { number in
            """
              - name: tenant-\(number)
                tenantId: tenant-\(number).test
                clientId: client-\(number)
                authority: https://login-\(number).test
                apiBase: https://api-\(number).test
                credential: \(credential)
            """
        }.joined(separator: "\n")
        let reader = ConfigurationReader(directory: directory, credentialsDirectory: nil) { _ in false }
        return try reader.read("tenants:\n\(sections)\n\(more)\n", file: directory + "/lazaret.yaml")
    }

    private func check(
        _ transport: ScriptedTransport, tenants: Int = 1, credential: String = "{clientSecretFile: secret}",
        more: String = "", probe: OnlineCheck.Probe? = nil,
        stepped: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> [Finding] {
        try await withTemporaryDirectory { directory in
            await OnlineCheck(
                configuration: try configuration(directory, tenants: tenants, credential: credential, more: more),
                transport: transport, time: ManualTimeSource(), trustedDirectory: nil,
                probe: probe ?? { .success(ConnectionReport(origin: $0, address: "192.0.2.1")) }, stepped: stepped
            ).findings()
        }
    }

    private func token(
        audience: String = defender, roles: [String] = allRoles, headers: [(name: String, value: String)] = []
    ) -> ScriptedTransport.Answer {
        let names = roles.map { "\"\($0)\"" }.joined(separator: ",")
        let claims = Base64URL.encode(#"{"aud":"\#(audience)","roles":[\#(names)],"appid":"client-1"}"#.utf8)
        return .json(
            200, #"{"token_type":"Bearer","expires_in":3599,"access_token":"e30.\#(claims).c2ln"}"#, headers: headers)
    }

    private func refusal(_ number: Int, status: Int = 401) -> ScriptedTransport.Answer {
        .json(status, #"{"error":"invalid_client","error_description":"x","error_codes":[\#(number)]}"#)
    }

    private func rows(_ findings: [Finding], _ what: String) -> [Finding] { findings.filter { $0.what == what } }

    @Test("where all is well nothing is wrong, and nothing is left to do")
    func good() async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token(headers: [("Date", "Thu, 01 Jan 2026 00:00:00 GMT")]))
        transport.answer("machineactions", Self.list)
        let findings = try await check(transport)
        #expect(findings.allSatisfy { $0.verdict == .ok && $0.remedy.isEmpty }, "\(findings)")
        #expect(
            findings.map(\.what) == [
                "resolve", "connect", "resolve", "connect", "sign-in", "clock", "audience", "role", "role", "read call",
            ])
        #expect(rows(findings, "audience").first?.message == Self.defender)
        #expect(transport.requests("api-1.test").map(\.method) == [.get])
    }

    @Test("what it says, in every format, where one role of two is missing", arguments: OutputFormat.allCases)
    func formats(format: OutputFormat) async throws {
        let transport = ScriptedTransport()
        transport.answer(
            "oauth2",
            token(roles: ["Machine.Read.All"], headers: [("Date", "Thu, 01 Jan 2026 00:00:00 GMT")]))
        transport.answer("machineactions", Self.list)
        let findings = try await check(transport)
        let seen = Seen()
        var surroundings = Surroundings.current
        surroundings.write = { seen.add($0) }
        try Surroundings.$current.withValue(surroundings) { try Finding.write(findings, format) }
        let ending = format == .table ? "txt" : format.rawValue
        try SnapshotTests().compare(seen.all.joined(), "check-online.\(ending)")
    }

    @Test("it tells how far it has come: each host once, each tenant once")
    func steps() async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token())
        transport.answer("machineactions", Self.list)
        let seen = Seen()
        _ = try await check(transport, tenants: 2, stepped: { done, total in seen.add("\(done)/\(total)") })
        #expect(seen.all == (0...6).map { "\($0)/6" })
    }

    @Test(
        "each missing role is named, with the permission to grant and to whom",
        arguments: [
            ([], ["Machine.StopAndQuarantine", "Machine.Read.All"], "off"),
            (["Machine.Read.All"], ["Machine.StopAndQuarantine"], "off"),
            (["Machine.StopAndQuarantine"], ["Machine.Read.All"], "machine"),
            (["machine.stopandquarantine", "Machine.ReadWrite.All"], [], "off"),
            (["Machine.StopAndQuarantine", "Machine.Read.All"], ["File.Read.All"], "file"),
        ] as [([String], [String], String)])
    func roles(granted: [String], missing: [String], lookups: String) async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token(roles: granted))
        transport.answer("machineactions", Self.list)
        let findings = try await check(transport, more: "policy: {lookups: \(lookups)}")
        let wrong = rows(findings, "role").filter { $0.verdict == .wrong }
        #expect(wrong.count == missing.count)
        for (row, permission) in zip(wrong, missing) {
            #expect(row.message.hasPrefix(permission))
            #expect(row.remedy.contains("application permission \(permission) on WindowsDefenderATP"))
            #expect(row.remedy.contains("client-1") && row.remedy.contains("admin consent"))
        }
    }

    @Test("a managed identity gets its role by assignment")
    func managedIdentity() async throws {
        let transport = ScriptedTransport()
        transport.answer("metadata/identity", token(roles: []))
        transport.answer("machineactions", Self.list)
        let findings = try await check(transport, credential: "{managedIdentity: true}")
        #expect(rows(findings, "role").allSatisfy { $0.remedy.contains("New-MgServicePrincipalAppRoleAssignment") })
        // Instance metadata is no host to connect to beforehand.
        #expect(rows(findings, "resolve").map(\.subject) == ["https://api-1.test"])
    }

    @Test(
        "the audience is judged",
        arguments: [
            (Self.defender, "ok"), ("fc780465-2017-40d4-a0c5-307022471b92", "ok"),
            ("https://securitycenter.onmicrosoft.us/windowsatpservice", "ok"), ("https://api-1.test", "ok"),
            ("https://graph.microsoft.com", "wrong"), ("00000003-0000-0000-c000-000000000000", "wrong"),
            ("https://api.securitycenter.microsoft.com.evil.test", "wrong"), ("api://something", "wrong"),
        ])
    func audience(_ audience: String, verdict: String) async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token(audience: audience))
        transport.answer("machineactions", Self.list)
        let row = try #require(rows(try await check(transport), "audience").first)
        #expect(row.verdict.rawValue == verdict)
        #expect(row.message.contains(audience))
        if row.verdict == .wrong { #expect(row.remedy.contains(Cloud.commercial.scope)) }
    }

    @Test(
        "a refused sign-in says in a sentence what is wrong and what to do",
        arguments: [
            (7_000_222, "expired", "replace the file"), (7_000_215, "wrong", "not its id"),
            (700_016, "not in this tenant", "clientId"), (90002, "not found", "tenantId"),
            (700_027, "no registered certificate", "upload"), (70011, "scope is not valid", "/.default"),
            (700_024, "time of validity", "clock"), (53003, "Conditional Access", "exempt"),
        ])
    func refusals(number: Int, meaning: String, remedy: String) async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", refusal(number))
        let findings = try await check(transport)
        let row = try #require(rows(findings, "sign-in").first)
        #expect(row.verdict == .wrong)
        #expect(row.message.contains("AADSTS\(number)") && row.message.contains(meaning))
        #expect(row.remedy.contains(remedy))
        #expect(!row.isAboutReaching)
        // Nothing was asked of the API without a token.
        #expect(transport.requests("machineactions").isEmpty)
    }

    @Test(
        "a clock that is off is a note with its size and direction",
        arguments: [
            ("Thu, 01 Jan 2026 00:00:10 GMT", nil), ("Thu, 01 Jan 2026 00:10:00 GMT", "600 s behind"),
            ("Wed, 31 Dec 2025 23:58:00 GMT", "120 s ahead of"),
        ] as [(String, String?)])
    func skew(date: String, expected: String?) async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token(headers: [("Date", date)]))
        transport.answer("machineactions", Self.list)
        let row = try #require(rows(try await check(transport), "clock").first)
        #expect(row.verdict == (expected == nil ? .ok : .note))
        if let expected {
            #expect(row.message.contains(expected))
            #expect(row.remedy.contains("set-ntp"))
        }
    }

    @Test("a refused read call says what does not fit")
    func readCall() async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", token())
        for (answer, expected) in [
            (ScriptedTransport.Answer.json(401, ""), "belong together"),
            (.json(403, #"{"error":{"code":"Forbidden","message":"Missing application roles"}}"#), "role rows"),
            (.json(302, "", headers: [("Location", "https://login.test/")]), "log in first"),
            (.json(429, ""), "throttle.share"), (.json(503, ""), "check apiBase"),
        ] {
            transport.answer("machineactions", answer)
            let row = try #require(rows(try await check(transport), "read call").first)
            #expect(row.verdict == (expected == "throttle.share" ? .note : .wrong))
            #expect(row.remedy.contains(expected), "\(row)")
        }
    }

    @Test("the way to each host is told once: proxy, chain, and what keeps it from being used")
    func connections() async throws {
        let transport = ScriptedTransport()
        transport.answer("oauth2", .failure(TransportError(.tls, requestMayHaveLeft: false, message: "curl 60")))
        let inspected = [
            PeerCertificate(subject: "CN = login-1.test", issuer: "CN = Inspector", notAfter: "Nov 1 2027 GMT")
        ]
        let findings = try await check(transport) { url in
            if url.contains("login") {
                return .success(
                    ConnectionReport(
                        origin: "https://login-1.test:443", proxy: "http://proxy.test:3128", address: "192.0.2.9",
                        chain: inspected,
                        failure: TransportError(
                            .tls, requestMayHaveLeft: false,
                            message: "curl 60: SSL certificate problem: unable to get local issuer certificate")))
            }
            return .success(
                ConnectionReport(
                    origin: "https://api-1.test:443",
                    failure: TransportError(.resolve, requestMayHaveLeft: false, message: "Could not resolve host")))
        }
        let certificate = try #require(rows(findings, "certificate").first)
        #expect(certificate.message.contains("CN = login-1.test <- CN = Inspector, until Nov 1 2027 GMT"))
        #expect(certificate.remedy.contains("CN = Inspector") && certificate.remedy.contains("transport.caFile"))
        #expect(rows(findings, "connect").map(\.message) == ["through the proxy http://proxy.test:3128"])
        let resolve = rows(findings, "resolve")
        #expect(resolve.map(\.verdict) == [.ok, .wrong])
        #expect(resolve[1].isAboutReaching && resolve[1].remedy.contains("name servers"))
    }

    @Test("a tenant whose service hangs delays no other, and rows keep their order")
    func sideBySide() async throws {
        let transport = ScriptedTransport()
        let others = Latch()
        transport.answer(
            "login-1.test",
            .custom { _ throws(TransportError) in
                // Until every other tenant is done: in turn they would never come.
                do { try await others.wait() } catch {}
                throw TransportError(.timeout, requestMayHaveLeft: true, message: "timed out")
            })
        transport.answer("oauth2", token())
        transport.answer("machineactions", Self.list)
        async let waiting = check(transport, tenants: 5)
        // 5 token calls and 4 lists.
        await transport.waitForRequests(9)
        others.open()
        let findings = try await waiting
        #expect(rows(findings, "sign-in").map(\.subject) == (1...5).map { "tenant-\($0)" })
        #expect(rows(findings, "sign-in").map(\.verdict) == [.wrong, .ok, .ok, .ok, .ok])
        #expect(rows(findings, "sign-in")[0].isAboutReaching)
    }

    @Test("the table cuts nothing, and shows control characters for what they are")
    func table() {
        let long = String(repeating: "word ", count: 60)
        let text = Finding.table([
            Finding("role", "a", .wrong, "\u{1B}[2J missing", remedy: long), Finding("clock", "a", .ok, "good"),
        ])
        #expect(text.hasPrefix("VERDICT  WHAT   SUBJECT  MESSAGE\n"))
        #expect(text.contains(long) && !text.contains("\u{1B}"))
        #expect(text.split(separator: "\n").count == 4)
    }
}

private final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []

    func add(_ text: String) { lock.withLock { texts.append(text) } }
    var all: [String] { lock.withLock { texts } }
}
