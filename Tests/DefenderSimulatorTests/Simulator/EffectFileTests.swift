import Foundation
import LazaretTestKit
import Testing

@testable import DefenderSimulator

@Suite("The effects file", .timeLimit(.minutes(5)))
struct EffectFileTests {
    @Test("has every arrival and effect before the answer is there, and is appended to", arguments: [false, true])
    func lines(syncs: Bool) async throws {
        try await withTemporaryDirectory { directory in
            var options = SimulatorOptions()
            options.effectsFile = directory + "/effects.jsonl"
            options.syncsEffects = syncs
            options.faults = [FaultRule(.dropAfter, operation: .submit, times: 1)]
            func lines() throws -> [EffectLine] {
                try EffectLine.read(Data(contentsOf: URL(filePath: directory + "/effects.jsonl")))
            }
            try await withSimulator(options) { server, client, _ in
                let first = try lines()
                #expect(first.count == 1)
                let answer = try await client.submit()
                #expect(answer == nil)
                let effects = await server.effects()
                let expected = [
                    EffectLine.arrival(effects.arrivals[0]), .quarantine(effects.quarantines[0]),
                    .arrival(effects.arrivals[1]),
                ]
                #expect(try lines() == expected)
            }
            try await withSimulator(options) { _, _, _ in
                let all = try lines()
                #expect(all.count == 4)
            }
        }
    }

    @Test("a line cut by a crash is left out")
    func cut() throws {
        let whole = try JSONEncoder().encode(EffectLine.quarantine(Self.quarantine))
        #expect(try EffectLine.read(whole + [10] + whole.prefix(20)).count == 1)
        #expect(try EffectLine.read(whole).isEmpty)
        #expect(try EffectLine.read(Data()).isEmpty)
        #expect(throws: DecodingError.self) { try EffectLine.read(whole.prefix(20) + [10]) }
    }

    @Test("where it cannot be written the simulator falls silent and says so")
    func failure() async throws {
        var options = SimulatorOptions()
        options.effectsFile = "/dev/full"
        let server = try await SimulatorServer.start(options: options)
        let failure = Task { try await server.untilFailure() }
        let client = try await SocketClient(port: server.port)
        try await client.send("GET /api/machineactions HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try await client.receive() == nil)
        let error = await #expect(throws: EffectFileError.self) { try await failure.value }
        #expect(error?.operation == .write)
        let next = try await SocketClient(port: server.port)
        try await next.send("GET /_simulator/state HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try await next.receive() == nil)
        await server.stop()
    }

    @Test("where it cannot be opened the simulator does not start")
    func open() async throws {
        var options = SimulatorOptions()
        options.effectsFile = "/nowhere/effects"
        await #expect(throws: EffectFileError.self) { try await SimulatorServer.start(options: options) }
    }

    private static let quarantine = Quarantine(
        at: "2026-01-31T12:34:56.789Z", steadyMilliseconds: 1, tenant: "t", actionID: "i", machineID: "m", sha1: "s",
        comment: "c\nd", requestor: "r", isForeign: false, arrival: 1)
}
