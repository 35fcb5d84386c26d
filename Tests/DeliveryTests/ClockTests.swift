import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// Clocks may jump, the machine may sleep: nothing overshoots, nothing stalls.
struct ClockTests {
    @Test(arguments: [-7200, -30, 30, 7200] as [Int64])
    func `a jump of the wall clock stalls nothing that waits`(jump: Int64) async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(100) }) { stage in
            try stage.deliver(Stage.machine(1))  // will be tracked
            stage.run(1)
            stage.add(.dropBefore)
            try stage.deliver(Stage.machine(2))  // will be looked for
            stage.run(1)
            stage.add(.foreignAction)
            try stage.deliver(Stage.machine(3))  // will wait behind another's action
            stage.run(1)
            stage.world.jumpWall(by: .seconds(jump))
            stage.run(1200)
            #expect(try stage.states() == ["succeeded", "succeeded", "succeeded"])
            #expect(stage.effects == 3)
        }
    }

    @Test func `a wall clock that jumps does not widen the quota`() async throws {
        try await Stage.run(settings: {
            $0.throttle = ThrottlePolicy(windows: [.init(limit: 5, per: .seconds(60))])
        }) { stage in
            for number in 0..<20 { try stage.deliver(Stage.machine(number)) }
            for _ in 0..<6 {
                stage.run(20)
                stage.world.jumpWall(by: .seconds(600))
                stage.run(20)
                stage.world.jumpWall(by: .seconds(-600))
            }
            stage.expectQuotaKept()
            #expect(stage.times(.submit).count == 20)
        }
    }

    @Test(arguments: [5, 3600] as [Int64])
    func `a machine that slept goes on where it was`(seconds: Int64) async throws {
        try await Stage.run(settings: {
            $0.throttle = ThrottlePolicy(windows: [.init(limit: 5, per: .seconds(60))])
        }) { stage in
            for number in 0..<12 { try stage.deliver(Stage.machine(number)) }
            stage.world.run(for: .milliseconds(150))
            stage.world.freeze(for: .seconds(seconds))
            stage.run(seconds + 600)
            #expect(stage.effects == 12)
            #expect(try stage.states() == Array(repeating: "succeeded", count: 12))
            stage.expectQuotaKept()
        }
    }

    @Test func `a restarted machine remembers its quota`() async throws {
        try await Stage.run(settings: {
            $0.throttle = ThrottlePolicy(windows: [.init(limit: 5, per: .seconds(600))])
        }) { stage in
            for number in 0..<8 { try stage.deliver(Stage.machine(number)) }
            stage.run(60)
            try stage.world.reboot()
            stage.run(500)
            #expect(stage.times(.submit).count == 5)
            stage.run(200)
            #expect(stage.times(.submit).count == 8)
            stage.expectQuotaKept()
        }
    }
}
