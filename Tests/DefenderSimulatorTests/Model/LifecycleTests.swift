import DefenderSimulator
import LoopbackHTTPServer
import Testing

@Suite("The life of an action")
struct LifecycleTests {
    private func lifecycle(_ change: (inout LifecycleOptions) -> Void) -> ModelClient {
        var options = SimulatorOptions()
        options.lifecycle.pending = .seconds(10)
        options.lifecycle.running = .seconds(5)
        change(&options.lifecycle)
        return ModelClient(options)
    }

    /// Final status, whether it begins InProgress, and the statuses 0, 9.999, 10, 14.999, 15 seconds and half an hour after.
    static let courses: [(SimulatedStatus, Bool, [String])] = [
        (.succeeded, false, ["Pending", "Pending", "InProgress", "InProgress", "Succeeded", "Succeeded"]),
        (.failed, false, ["Pending", "Pending", "InProgress", "InProgress", "Failed", "Failed"]),
        (.timeOut, false, ["Pending", "Pending", "Pending", "Pending", "TimeOut", "TimeOut"]),
        (.cancelled, false, ["Pending", "Pending", "InProgress", "InProgress", "Cancelled", "Cancelled"]),
        (.succeeded, true, ["InProgress", "Succeeded", "Succeeded", "Succeeded", "Succeeded", "Succeeded"]),
    ]

    @Test("goes from its first status to its final one in its own time, and stays there", arguments: courses)
    func course(final: SimulatedStatus, startsRunning: Bool, expected: [String]) throws {
        var client = lifecycle {
            $0.finals = [final: 1]
            if startsRunning { $0.initialStatus = .inProgress }
        }
        let id = try client.submitted()
        var seen: [String?] = []
        for step in [0, 9_999, 1, 4_999, 1, 1_800_000] {
            client.advance(by: .milliseconds(step))
            seen.append(try client.status(of: id))
        }
        #expect(seen == expected)
    }

    @Test("the last update is the moment at which the status began; the name is there once it is not Pending")
    func updates() throws {
        var client = lifecycle { _ in }
        let id = try client.submitted()
        client.advance(by: .seconds(12))
        let action = try client.call("GET", "/api/machineactions/\(id)").response.json()
        #expect((action["creationDateTimeUtc"] as? String)?.hasPrefix("2026-01-31T12:34:56.789") == true)
        #expect((action["lastUpdateDateTimeUtc"] as? String)?.hasPrefix("2026-01-31T12:35:06.789") == true)
        #expect(action["computerDnsName"] as? String == "host-1e5bc9d7.example.test")
    }

    @Test("a failure has an error number")
    func failure() throws {
        var client = lifecycle { $0.finals = [.failed: 1] }
        let id = try client.submitted()
        client.advance(by: .seconds(20))
        let action = try client.call("GET", "/api/machineactions/\(id)").response.json()
        #expect(action["errorHResult"] as? Int == -2_147_024_894)
    }

    @Test("the first override that matches machine and file has its way")
    func overrides() throws {
        var client = lifecycle {
            $0.overrides = [
                LifecycleOverride(
                    machine: "AAAA", sha1: "ab", pending: .seconds(1), running: .seconds(1), final: .failed),
                LifecycleOverride(machine: "aaaa", initialStatus: .inProgress, final: .timeOut),
            ]
        }
        let machine = String(repeating: "a", count: 40)
        let both = try client.submitted(machine: machine, sha1: ModelClient.otherSHA1)
        let second = try client.submitted(machine: machine)
        let none = try client.submitted(sha1: ModelClient.otherSHA1)
        #expect(try client.status(of: second) == "InProgress")
        client.advance(by: .seconds(2))
        #expect(try client.status(of: both) == "Failed")
        #expect(try client.status(of: none) == "Pending")
        client.advance(by: .seconds(13))
        #expect(try client.status(of: second) == "TimeOut")
        #expect(try client.status(of: none) == "Succeeded")
    }

    @Test("final statuses come in the proportion of their weights, and the same for the same seed")
    func weights() throws {
        func finals(seed: UInt64) throws -> [SimulatedStatus] {
            var options = SimulatorOptions()
            options.seed = seed
            options.quota.windows = []
            options.lifecycle.finals = [.succeeded: 7, .failed: 2, .timeOut: 1]
            var client = ModelClient(options)
            for number in 0..<1000 {
                let digits = String(number)
                _ = try client.submitted(machine: String(repeating: "a", count: 40 - digits.count) + digits)
            }
            client.advance(by: .seconds(10))
            return client.defender.state(at: client.now).actions.map(\.status)
        }
        let first = try finals(seed: 1)
        #expect((640...760).contains(first.filter { $0 == .succeeded }.count))
        #expect((150...250).contains(first.filter { $0 == .failed }.count))
        #expect((60...140).contains(first.filter { $0 == .timeOut }.count))
        #expect(try finals(seed: 1) == first)
        #expect(try finals(seed: 2) != first)
    }

    @Test("a script may give any status, also one that nobody knows")
    func scripted() throws {
        var client = lifecycle { _ in }
        let id = try client.submitted()
        let isThere = client.defender.turn(action: id, to: SimulatedStatus(rawValue: "Paused"), at: client.now)
        #expect(isThere)
        client.advance(by: .seconds(1800))
        #expect(try client.status(of: id) == "Paused")
        let isElsewhere = client.defender.turn(action: "none", to: .failed, at: client.now)
        #expect(!isElsewhere)
    }
}

@Suite("Cancelling an action")
struct CancelTests {
    @Test("an open action is cancelled and says by whom")
    func cancel() throws {
        var client = ModelClient()
        let id = try client.submitted()
        client.advance(by: .milliseconds(500))
        let response = try client.call(
            "POST", "/api/machineactions/\(id)/cancel", body: #"{"Comment": "a mistake"}"#
        ).response
        #expect(response.status == 200)
        let action = try response.json()
        #expect(action["status"] as? String == "Cancelled")
        #expect(action["cancellationComment"] as? String == "a mistake")
        #expect(action["cancellationRequestor"] as? String == ModelClient.app)
        #expect((action["cancellationDateTimeUtc"] as? String)?.hasPrefix("2026-01-31T12:34:57.289") == true)
        client.advance(by: .seconds(60))
        #expect(try client.status(of: id) == "Cancelled")
    }

    @Test(
        "a final action, an unknown one and a missing comment are refused",
        arguments: [
            (true, #"{"Comment": "c"}"#, 400, "BadRequest"), (false, #"{"Comment": "c"}"#, 404, "ResourceNotFound"),
            (true, "{}", 400, "MissingRequiredParameter"),
        ])
    func refused(exists: Bool, body: String, status: Int, code: String) throws {
        var client = ModelClient()
        let id = try client.submitted()
        client.advance(by: .seconds(10))
        let path = "/api/machineactions/\(exists ? id : ModelClient.app)/cancel"
        let response = try client.call("POST", path, body: body).response
        #expect(response.status == status)
        #expect(try response.errorCode == code)
    }
}
