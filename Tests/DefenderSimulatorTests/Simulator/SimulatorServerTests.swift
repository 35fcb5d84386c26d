import DefenderSimulator
import Foundation
import LazaretCore
import LazaretTestKit
import LoopbackHTTPServer
import Testing

@Suite("The simulator over sockets", .timeLimit(.minutes(5)))
struct SimulatorServerTests {
    @Test("an action goes from 201 to Succeeded as the clock moves")
    func lifecycle() async throws {
        try await withSimulator { server, client, clock in
            #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
            let made = try #require(try await client.submit())
            #expect(made.status == 201)
            let id = try #require(try made.json()["id"] as? String)
            var seen: [String?] = []
            for _ in 0..<3 {
                seen.append(try await client.exchange("GET", "/api/machineactions/\(id)")?.json()["status"] as? String)
                clock.advance(by: .seconds(1))
            }
            #expect(seen == ["Pending", "InProgress", "Succeeded"])
            let effects = await server.effects()
            #expect(effects.count(.submit) == 1)
            #expect(effects.quarantines.map(\.actionID) == [id])
            #expect(effects.arrivals.map(\.connection) == [1, 2, 3, 4, 5])
        }
    }

    @Test("a dropped answer is an end of the connection, and the action is there")
    func dropAfter() async throws {
        try await withSimulator { server, client, _ in
            await server.add(fault: FaultRule(.dropAfter, operation: .submit, times: 1))
            let answer = try await client.submit()
            #expect(answer == nil)
            let list = try await client.exchange("GET", "/api/machineactions")
            #expect(try (list?.json()["value"] as? [Any])?.count == 1)
            #expect(await server.effects().quarantines.count == 1)
            #expect(try await client.submit()?.errorCode == "ActiveRequestAlreadyExists")
        }
    }

    @Test("a truncated answer breaks off in its body")
    func truncated() async throws {
        try await withSimulator { server, client, _ in
            await server.add(fault: FaultRule(.truncated, operation: .submit))
            let response = try #require(try await client.submit())
            #expect(response.status == 201)
            #expect(!response.isComplete)
        }
    }

    @Test("a delayed answer waits for the clock; what was asked is done at once")
    func delay() async throws {
        try await withSimulator { server, client, clock in
            await server.add(fault: FaultRule(.delay, operation: .submit, delay: .seconds(30)))
            async let response = client.submit()
            try await server.waitForQuarantines(1)
            await clock.waitForSleepers()
            clock.advance(by: .seconds(30))
            #expect(try await response?.status == 201)
        }
    }

    @Test("stopping gives up replies that are held back or hang", arguments: [Fault.hangAfter, .delay])
    func stop(fault: Fault) async throws {
        let clock = ManualTimeSource()
        let server = try await SimulatorServer.start(time: clock)
        let client = try await SimulatorClient(port: server.port)
        await server.add(fault: FaultRule(fault, operation: .submit, delay: .seconds(3600)))
        async let response = client.submit()
        try await server.waitForArrivals(of: .submit)
        await server.stop()
        #expect(try await response == nil)
    }

    @Test("whoever waits for something that never comes is let go by cancellation and by the stop")
    func waiters() async throws {
        let server = try await SimulatorServer.start()
        try await server.waitForArrivals(of: .submit, count: 0)
        await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.waitForArrivals(of: .submit) }
            tasks.cancelAll()
            await #expect(throws: CancellationError.self) { try await tasks.next() }
        }
        let waiting = Task { try await server.waitForQuarantines(1) }
        await server.stop()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test("a taken port and a foreign address are errors")
    func start() async throws {
        try await withSimulator { server, _, _ in
            var options = SimulatorOptions()
            options.port = server.port
            let address = try LoopbackAddress(host: "127.0.0.1", port: server.port)
            await #expect(throws: LoopbackServerError.addressInUse(address)) {
                try await SimulatorServer.start(options: options)
            }
            options.host = "0.0.0.0"
            await #expect(throws: LoopbackServerError.notLoopback("0.0.0.0:\(server.port)")) {
                try await SimulatorServer.start(options: options)
            }
        }
    }

    @Test("many connections at once: every call is answered and counted once, and the quota holds")
    func concurrency() async throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 50, per: .seconds(60))]
        try await withSimulator(options) { server, client, _ in
            let statuses = try await withThrowingTaskGroup(of: Int?.self) { tasks in
                for number in 10..<90 {
                    tasks.addTask {
                        try await client.submit(machine: "\(number)" + String(repeating: "0", count: 38))?.status
                    }
                }
                var statuses: [Int: Int] = [:]
                for try await status in tasks { statuses[status ?? 0, default: 0] += 1 }
                return statuses
            }
            #expect(statuses == [201: 50, 429: 30])
            let effects = await server.effects()
            #expect(effects.count(.submit) == 80)
            #expect(effects.quarantines.count == 50)
            #expect(effects.repeated.isEmpty)
            #expect(effects.overLimit.map(\.largest) == [80])
        }
    }
}
