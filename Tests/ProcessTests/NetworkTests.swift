import DefenderSimulator
import Foundation
import LazaretTestKit
import Testing

/// The daemon and `check --online` over a network as companies have it: nginx with TLS 1.3 and HTTP/2 before the service, and a
/// squid in the way, with and without a password.
@Suite(.enabled(if: NetworkParts.areThere, "needs nginx, squid and openssl: scripts/network-campaign installs them"))
struct NetworkTests {
    /// Points the station at nginx, over TLS, and trusts its authority.
    private func configure(_ station: Station, _ front: FrontServer, transport: String = "") throws {
        let written = try String(contentsOfFile: station.configuration, encoding: .utf8)
        try
            (written.replacing(station.simulator.baseURL, with: front.url)
            + "\ntransport: {caFile: \(front.authority), minimumTLS: \"1.3\"\(transport)}\n")
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
    }

    private func submit(_ station: Station, _ number: Int) async throws {
        let daemon = try station.start(log: "daemon.log", environment: NetworkParts.cleanEnvironment)
        try await station.untilReady(daemon)
        try station.drop("\(number).json", SampleAlert.flat(number))
        try await station.until("success") { try station.states() == ["succeeded"] }
        daemon.signal(SIGTERM)
        #expect(await daemon.wait() == 0)
        #expect(await station.simulator.effects().quarantines.count == 1)
    }

    @Test("nginx before the service: TLS 1.3 and HTTP/2 from sign-in to the last List")
    func nginx() async throws {
        try await Station.with { station in
            let front = try await FrontServer.start(station)
            try configure(station, front)
            try await submit(station, 1)
            front.stop()
            let lines = try front.accesses()
            #expect(lines.count >= 3)
            #expect(lines.allSatisfy { $0.hasPrefix("TLSv1.3 HTTP/2.0 lazaret/") }, "\(lines)")
            #expect(lines.filter { $0.contains("StopAndQuarantineFile HTTP") }.count == 1)
        }
    }

    @Test("squid without a password: every call goes through it, and check names it and the chain")
    func openProxy() async throws {
        try await Station.with { station in
            let front = try await FrontServer.start(station)
            let proxy = try await ForwardProxy.start(station, credential: nil)
            try configure(station, front, transport: ", proxy: \"\(proxy.url)\"")
            let check = try await station.lazaret(["check", "--online"])
            #expect(check.code == 0, "\(check.output)")
            #expect(check.output.contains("through the proxy \(proxy.url)"))
            #expect(check.output.contains("CN = localhost"), "\(check.output)")
            #expect(check.output.contains("Campaign CA"))
            try await submit(station, 2)
            front.stop()
            proxy.stop()
            let tunnels = try proxy.accesses()
            #expect(tunnels.contains { $0.contains("CONNECT localhost:\(front.port)") })
            #expect(try front.accesses().allSatisfy { $0.hasPrefix("TLSv1.3 ") })
        }
    }

    @Test("squid with a password: refused without one, through with one, which no one sees")
    func closedProxy() async throws {
        let password = "proxy-" + UUID().uuidString
        try await Station.with { station in
            let front = try await FrontServer.start(station)
            let proxy = try await ForwardProxy.start(station, credential: ("lazaret", password))
            try configure(station, front, transport: ", proxy: \"\(proxy.url)\"")
            let refused = try await station.lazaret(["check", "--online"])
            #expect(refused.code == 69, "\(refused.output)")
            #expect(refused.output.contains("transport.proxyCredentialFile"))
            #expect(try front.accesses().isEmpty)

            let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
            try text.replacing(
                "proxy: \"\(proxy.url)\"", with: "proxy: \"\(proxy.url)\", proxyCredentialFile: proxy-password"
            )
            .replacing("http: {listen: \"\"}", with: "http: {listen: \"\"}\nlog: {level: trace}")
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
            let file = station.directory + "/proxy-password"
            try "lazaret:\(password)\n".write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let check = try await station.lazaret(["check", "--online"])
            #expect(check.code == 0, "\(check.output)")
            try await submit(station, 3)
            front.stop()
            proxy.stop()
            let found = try files(below: station.directory, holding: password, except: ["proxy-password"])
            #expect(found.isEmpty, "\(found)")
        }
    }
}
