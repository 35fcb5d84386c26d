import DefenderSimulator
import Foundation
import LazaretTestKit
import Testing

@Suite("The simulator's own resources", .timeLimit(.minutes(5)))
struct ControlTests {
    @Test("the effects over HTTP are those in the process, and can be cleared")
    func effects() async throws {
        try await withSimulator { server, client, _ in
            _ = try await client.submit()
            let response = try #require(try await client.exchange("GET", "/_simulator/effects"))
            let report = try JSONDecoder().decode(EffectReport.self, from: Data(response.body))
            #expect(report == (await server.effects()))
            #expect(report.arrivals.map(\.operation) == [.token, .submit])
            #expect(report.quarantines.count == 1)
            #expect(try await client.exchange("DELETE", "/_simulator/effects")?.status == 204)
            #expect(await server.effects().arrivals.isEmpty)
        }
    }

    @Test("faults are added, shown and cleared")
    func faults() async throws {
        try await withSimulator { server, client, _ in
            let rules =
                #" [{"fault": "dropAfter", "operation": "submit", "times": 1}, {"fault": "hangBefore", "skip": 5}]"#
            #expect(try await client.exchange("POST", "/_simulator/faults", rules)?.status == 204)
            let one = #"{"fault": "errorBefore", "operation": "list"}"#
            #expect(try await client.exchange("POST", "/_simulator/faults", one)?.status == 204)
            #expect(try await client.submit() == nil)
            #expect(try await client.exchange("GET", "/api/machineactions")?.status == 500)
            let shown = try #require(try await client.exchange("GET", "/_simulator/faults"))
            let states = try JSONDecoder().decode([FaultState].self, from: Data(shown.body))
            #expect(states.map(\.fault) == ["dropAfter", "hangBefore", "errorBefore"])
            #expect(states.map(\.fired) == [1, 0, 1])
            #expect(states.map(\.matched) == [1, 2, 1])
            #expect(states.map(\.left) == [0, nil, nil])
            #expect(try await client.exchange("DELETE", "/_simulator/faults")?.status == 204)
            #expect(try await client.exchange("GET", "/api/machineactions")?.status == 200)
            #expect(await server.state().faults.isEmpty)
        }
    }

    @Test("a list of rules with a bad one adds none and says why")
    func badFaults() async throws {
        try await withSimulator { server, client, _ in
            let rules = #"[{"fault": "dropAfter"}, {"fault": "dropAfter", "tims": 1}]"#
            let response = try #require(try await client.exchange("POST", "/_simulator/faults", rules))
            #expect(response.status == 400)
            #expect(response.text.contains("tims"))
            #expect(response.text.contains("times"))
            #expect(await server.state().faults.isEmpty)
        }
    }

    @Test("settings change what follows")
    func settings() async throws {
        try await withSimulator { _, client, clock in
            let patch = """
                {"pending": "0", "running": "10s", "finals": {"Failed": 1}, "listLag": "1s", "limits": ["3/1m"],
                 "retryAfter": "absent", "unknownMachines": ["abab"],
                 "overrides": [{"machine": "1e5b", "running": "20s", "final": "TimeOut"}]}
                """
            #expect(try await client.exchange("POST", "/_simulator/settings", patch)?.status == 204)
            #expect(try await client.submit(machine: ModelClient.otherSHA1)?.errorCode == "ResourceNotFound")
            let id = try #require(try await client.submit()?.json()["id"] as? String)
            let list = { try await client.exchange("GET", "/api/machineactions")?.json()["value"] as? [Any] }
            #expect(try await list()?.isEmpty == true)
            clock.advance(by: .seconds(20))
            #expect(try await list()?.count == 1)
            let action = try await client.exchange("GET", "/api/machineactions/\(id)")
            #expect(try action?.json()["status"] as? String == "TimeOut")
            _ = try await list()
            let refused = try #require(try await client.exchange("GET", "/api/machineactions"))
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == nil)
            #expect(
                try await client.exchange("POST", "/_simulator/settings", #"{"revokeTokens": true}"#)?.status == 204)
            #expect(try await client.submit()?.status == 401)
        }
    }

    @Test("somebody else's action can be made, and any action be given a status")
    func actions() async throws {
        try await withSimulator { server, client, _ in
            let body = #"{"tenant": "t", "machineId": "\#(ModelClient.machine)", "sha1": "\#(ModelClient.sha1)"}"#
            let made = try #require(try await client.exchange("POST", "/_simulator/actions", body))
            #expect(made.status == 201)
            let id = try #require(try made.json()["id"] as? String)
            #expect(try await client.submit()?.errorCode == "ActiveRequestAlreadyExists")
            let turned = try await client.exchange("POST", "/_simulator/actions/\(id)", #"{"status": "Failed"}"#)
            #expect(turned?.status == 204)
            #expect(await server.state().actions.map(\.status) == [.failed])
            #expect(try await client.submit()?.status == 201)
        }
    }

    @Test(
        "what it does not know is 404, what it cannot read is 400",
        arguments: [
            ("GET", "/_simulator", "", 404), ("GET", "/_simulator/x", "", 404), ("PUT", "/_simulator/faults", "", 404),
            ("POST", "/_simulator/faults", "", 400), ("POST", "/_simulator/actions", "{}", 400),
            ("POST", "/_simulator/actions", #"{"tenant": "t", "machineId": "a", "sha1": "b"}"#, 400),
            ("POST", "/_simulator/actions/none", #"{"status": "Failed"}"#, 404),
            ("POST", "/_simulator/actions/none", "{}", 400),
        ])
    func refused(method: String, path: String, body: String, status: Int) async throws {
        try await withSimulator { server, client, _ in
            let response = try await client.exchange(method, path, body)
            #expect(response?.status == status)
            #expect(await server.effects().arrivals.count == 1)
        }
    }
}
