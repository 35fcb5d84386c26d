import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// Looking before a resend, and what must not be mistaken for what.
struct LookTests {
    private func looks(_ stage: Stage) -> [Int64] {
        stage.calls(.list).filter { $0.target.contains("machineId") }.map(\.steadyMilliseconds)
    }

    @Test func `two looks lie findBeforeResend apart, also when the wall clock jumps ahead`() async throws {
        try await Stage.run { stage in
            stage.add(.dropBefore)
            try stage.deliver()
            stage.run(30)
            stage.world.jumpWall(by: .seconds(3600))
            stage.run(600)
            let times = looks(stage)
            #expect(times.count == 2 && times[1] - times[0] >= 120_000)
            #expect(stage.times(.submit).count == 2)
        }
    }

    @Test func `looks of before a restart do not count`() async throws {
        try await Stage.run { stage in
            stage.add(.dropBefore)
            try stage.deliver()
            stage.run(30)
            try stage.world.kill()
            stage.run(1)
            stage.world.jumpWall(by: .seconds(3600))
            stage.run(600)
            let times = looks(stage)
            #expect(times.count == 3 && times[2] - times[1] >= 120_000)
        }
    }

    @Test(arguments: [1, 30, 100] as [Int64])
    func `an action that the list shows late is found by the second look`(lag: Int64) async throws {
        try await Stage.run(defender: { $0.listing.listLag = .seconds(lag) }) { stage in
            stage.add(.dropAfter)
            try stage.deliver()
            stage.run(900)
            #expect(stage.effects == 1)
            #expect(try stage.outcomes().last == "found")
            #expect(try stage.action()["state"] == "succeeded")
        }
    }

    @Test(arguments: [true, false])
    func `a look goes through every page`(isThere: Bool) async throws {
        try await Stage.run(
            settings: { $0.tracking = TrackingPolicy(initialInterval: .seconds(1)) },
            defender: {
                $0.listing.pageSize = 2
                $0.listing.offersNextLink = true
                $0.lifecycle.pending = .seconds(1)
                $0.lifecycle.running = .seconds(1)
            }
        ) { stage in
            for number in 1...5 {
                try stage.deliver(Stage.machine, Stage.machine(number))
                stage.run(10)
            }
            stage.add(isThere ? .dropAfter : .dropBefore)
            try stage.deliver()
            stage.run(600)
            let finds = try stage.attempts(6).filter { $0["operation"] == "find" }.map { $0["outcome"] ?? "" }
            #expect(finds == (isThere ? ["found"] : ["ok", "ok", "not_found", "ok", "ok", "not_found"]))
            #expect(stage.effects == 6)
            #expect(try stage.action(6)["state"] == "succeeded")
        }
    }

    @Test func `an action that was sent by a wrong clock is found`() async throws {
        try await Stage.run { stage in
            stage.world.jumpWall(by: .seconds(7200))
            stage.add(.dropAfter)
            try stage.deliver()
            stage.run(1)
            stage.world.jumpWall(by: .seconds(-7200))
            stage.run(600)
            #expect(stage.effects == 1)
            #expect(try stage.outcomes() == ["unknown", "found"])
        }
    }

    @Test func `a retried action is not taken for what it came to before`() async throws {
        try await Stage.run(defender: { $0.lifecycle.finals = [.failed: 1] }) { stage in
            try stage.deliver()
            stage.run(60)
            let first = try #require(try stage.action()["machine_action_id"])
            #expect(try stage.action()["state"] == "failed")
            stage.add(.dropBefore)
            _ = try stage.world.decide(.retry, on: [1])
            stage.run(600)
            #expect(try stage.outcomes() == ["accepted", "unknown", "not_found", "not_found", "accepted"])
            #expect(try stage.action()["machine_action_id"] != first)
            #expect(stage.effects == 2)
        }
    }

    @Test func `while nothing can be looked for, nothing is sent again`() async throws {
        try await Stage.run { stage in
            stage.add(.dropAfter)
            stage.add(.errorBefore(status: 500, code: nil, message: nil), operation: .list, times: 20)
            try stage.deliver()
            stage.run(300)
            #expect(try stage.action()["state"] == "unconfirmed")
            #expect(stage.times(.submit).count == 1)
            stage.run(3600)
            #expect(try stage.action()["state"] == "succeeded")
            #expect(stage.effects == 1)
        }
    }

    @Test(
        "a look that goes on failing is repeated ever more seldom, though other calls are answered",
        arguments: [(400, "ODataError"), (404, "NotFound")])
    func patience(status: Int, code: String) async throws {
        try await Stage.run { stage in
            stage.add(.dropAfter)
            stage.add(.errorBefore(status: status, code: code, message: nil), operation: .list, times: nil)
            try stage.deliver()
            stage.run(3600)
            #expect(looks(stage).count < 60)
            #expect(try stage.action()["state"] == "unconfirmed")
            stage.world.change { defender, _ in defender.clearFaults() }
            stage.run(600)
            #expect(try stage.action()["state"] == "succeeded")
            #expect(stage.effects == 1 && stage.times(.submit).count == 1)
        }
    }

    @Test func `one POST a machine: the next waits until the first is answered, or found`() async throws {
        try await Stage.run { stage in
            stage.add(.dropAfter)
            try stage.deliver(Stage.machine, Stage.file)
            try stage.deliver(Stage.machine, Stage.otherFile)
            stage.run(1)
            #expect(try stage.states() == ["unconfirmed", "queued"])
            stage.run(600)
            #expect(try stage.states() == ["succeeded", "succeeded"])
            let found = try #require(try stage.attempts(1).last?["finished_at"])
            let second = try #require(try stage.attempts(2).first?["started_at"])
            #expect(found <= second)
        }
    }

    @Test func `a daemon that was stopped and replaced posts nothing when it wakes`() async throws {
        for moment in stride(from: 0, through: 400, by: 20) {
            try await Stage.run(settings: { $0.retry.findBeforeResend = .seconds(30) }) { stage in
                for number in 0..<4 { try stage.deliver(Stage.machine(number)) }
                stage.world.run(for: .milliseconds(Int64(moment)))
                try stage.world.replace(thawAfter: .seconds(300))
                stage.run(900)
                #expect(stage.effects == 4)
                #expect(stage.world.report().repeated.isEmpty)
                #expect(try stage.states() == Array(repeating: "succeeded", count: 4))
            }
        }
    }
}
