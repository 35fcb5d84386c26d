import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// Throttle, pauses, lane faults, a dead service.
struct LaneTests {
    @Test(
        "Retry-After in every form",
        arguments: [
            ("30", 30...31), (nil, 1...2), ("0", 1...2), ("-5", 1...2), ("soon", 1...2), ("7.5", 8...9),
            ("99999999999", 3600...3601), ("Thu, 01 Jan 2026 00:00:20 GMT", 20...21),
        ] as [(String?, ClosedRange<Int64>)])
    func retryAfter(told: String?, pause: ClosedRange<Int64>) async throws {
        try await Stage.run(defender: { $0.quota.retryAfter = .absent }) { stage in
            stage.add(.throttled(retryAfter: told))
            try stage.deliver()
            stage.run(3700)
            let times = stage.times(.submit)
            #expect(times.count == 2)
            #expect(pause.contains((times[1] - times[0] + 999) / 1000))
            #expect(try stage.action()["attempts"] == "1")
            #expect(stage.pauses.count == 2 && stage.pauses.last == "resumed submit")
        }
    }

    @Test func `a 429 pauses that operation's lane and no other`() async throws {
        try await Stage.run(tenants: 2, defender: { $0.lifecycle.pending = .seconds(60) }) { stage in
            try stage.deliver()
            stage.run(10)
            stage.add(.throttled(retryAfter: "600"))
            try stage.deliver(Stage.machine(1))
            stage.run(2)
            try stage.deliver(Stage.machine(2), tenant: 1)
            stage.run(300)
            #expect(try stage.states() == ["succeeded", "queued", "succeeded"])
            #expect(try stage.action(2)["reason"] == "throttled")
            stage.run(400)
            #expect(try stage.states() == ["succeeded", "succeeded", "succeeded"])
        }
    }

    @Test func `a restart in the middle of a throttle waits it out`() async throws {
        try await Stage.run { stage in
            stage.add(.throttled(retryAfter: "300"))
            try stage.deliver()
            stage.run(60)
            try stage.world.kill()
            stage.run(600)
            let times = stage.times(.submit)
            #expect(times.count == 2 && times[1] - times[0] >= 300_000)
            // The stored pause went with the answer.
            #expect(try stage.world.read { try $0.summary().lanes.isEmpty })
        }
    }

    @Test func `a pause is not forgotten because a call from before it was answered`() async throws {
        try await Stage.run(settings: { $0.throttle.maximumInFlight = 2 }) { stage in
            stage.world.weather.latency = .milliseconds(1)
            stage.add(.throttled(retryAfter: "300"), times: 1)
            try stage.deliver(Stage.machine(1))
            try stage.deliver(Stage.machine(2))
            stage.run(1)
            try stage.world.kill()
            stage.run(250)
            #expect(stage.times(.submit).count == 2)
            stage.run(120)
            #expect(stage.times(.submit).count == 3)
        }
    }

    @Test func `a lane at fault probes once a maximumDelay, and items stay untouched`() async throws {
        try await Stage.run { stage in
            stage.add(.forbidden, times: nil)
            for number in 0..<5 { try stage.deliver(Stage.machine(number)) }
            stage.run(1800)
            #expect(stage.times(.submit).count <= 5 + 7)
            #expect(try stage.states() == Array(repeating: "queued", count: 5))
            #expect(try stage.action()["attempts"] == "0" && stage.action()["error_code"] == "Forbidden")
            stage.world.change { defender, _ in defender.clearFaults() }
            stage.run(400)
            #expect(try stage.states() == Array(repeating: "succeeded", count: 5))
        }
    }

    @Test func `a dead hour costs under 130 calls, and the full rate is back within a minute`() async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(7200) }) { stage in
            try stage.deliver(Stage.machine(1000))
            stage.run(60)
            stage.world.weather.isDown = true
            for number in 0..<90 { try stage.deliver(Stage.machine(number)) }
            stage.run(3600)
            let calls = stage.world.events.filter {
                if case .called(_, _, let report, _) = $0 { report.httpStatus == nil } else { false }
            }
            #expect(calls.count < 130)
            stage.world.weather.isDown = false
            stage.run(60)
            // What served as a probe comes back after its own delay.
            #expect(stage.times(.submit).count >= 85)
            stage.run(400)
            #expect(stage.effects == 91)
        }
    }

    @Test func `after a dead hour without sign-in the full rate is back within a minute`() async throws {
        try await Stage.run { stage in
            stage.world.weather.isBlackHole = true
            for number in 0..<50 { try stage.deliver(Stage.machine(number)) }
            stage.run(3600)
            stage.world.weather.isBlackHole = false
            stage.run(60)
            #expect(stage.effects == 50)
        }
    }

    @Test(
        "no window is ever exceeded, with any share",
        arguments: [(1.0, 10), (0.5, 5), (0.01, 1)])
    func share(share: Double, limit: Int) async throws {
        try await Stage.run(
            settings: {
                $0.throttle = ThrottlePolicy(
                    windows: [.init(limit: 10, per: .seconds(20)), .init(limit: 30, per: .seconds(120))], share: share)
            },
            defender: { $0.quota.windows = [.init(limit: limit, per: .seconds(20))] }
        ) { stage in
            for number in 0..<40 { try stage.deliver(Stage.machine(number)) }
            stage.run(300)
            try stage.world.kill()
            stage.run(600)
            stage.expectQuotaKept()
            #expect(stage.times(.submit).count > (share < 0.1 ? 5 : 39))
        }
    }

    @Test func `a reload to longer windows counts the calls of before it`() async throws {
        try await Stage.run(
            settings: { $0.throttle = ThrottlePolicy(windows: [.init(limit: 10, per: .seconds(10))]) },
            defender: { $0.quota.windows = [.init(limit: 20, per: .seconds(600))] }
        ) { stage in
            for number in 0..<20 { try stage.deliver(Stage.machine(number)) }
            stage.run(60)
            #expect(stage.times(.submit).count == 20)
            stage.world.reload {
                $0.throttle = ThrottlePolicy(windows: [.init(limit: 20, per: .seconds(600))])
            }
            stage.run(1)
            for number in 20..<25 { try stage.deliver(Stage.machine(number)) }
            stage.run(500)
            #expect(stage.times(.submit).count == 20)
            stage.run(200)
            #expect(stage.times(.submit).count == 25)
            #expect(stage.world.report().windows.allSatisfy { $0.operation != .submit || !$0.isOverLimit })
        }
    }

    @Test func `every tenant has its own full quota`() async throws {
        try await Stage.run(
            tenants: 20,
            settings: { $0.throttle = ThrottlePolicy(windows: [.init(limit: 5, per: .seconds(60))]) }
        ) { stage in
            for tenant in 0..<20 {
                for number in 0..<8 { try stage.deliver(Stage.machine(number), tenant: tenant) }
            }
            stage.run(30)
            #expect(stage.times(.submit).count == 100)
            stage.run(60)
            #expect(stage.times(.submit).count == 160)
            stage.expectQuotaKept()
        }
    }

    @Test func `the kill switch stops submitting at once and over restarts; looking and tracking go on`() async throws {
        try await Stage.run { stage in
            try stage.deliver(Stage.machine(1))
            stage.add(.dropAfter, skip: 1)
            try stage.deliver(Stage.machine(2))
            stage.run(1)
            try stage.world.setKillSwitch(true)
            try stage.deliver(Stage.machine(3))
            stage.run(60)
            try stage.world.kill()
            stage.run(600)
            #expect(try stage.states() == ["succeeded", "succeeded", "queued"])
            try stage.world.setKillSwitch(false)
            stage.run(60)
            #expect(try stage.states() == ["succeeded", "succeeded", "succeeded"])
        }
    }
}
