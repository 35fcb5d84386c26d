import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Pauses and quota slots: what of a lane outlives the process.
@Suite struct LaneTests {
    @Test func `a pause is kept, replaced and lifted`() async throws {
        try await TestLog.run { test in
            let first = LanePause(lane: .submit, until: test.now.wall + .seconds(5), reason: "throttled", message: "")
            let list = LanePause(lane: .list, until: test.now.wall, reason: "forbidden", message: "role missing")
            var second = first
            second.until = test.now.wall + .seconds(50)
            for pause in [first, list, second] {
                try await test.log.setPause(tenant: "default", lane: pause.lane, pause: pause, at: test.now)
            }
            let again = try ActionLog.open(path: test.path, access: .daemon)
            #expect(Set(try await again.pauses(tenant: "default")) == [second, list])
            #expect(try await again.pauses(tenant: "other").isEmpty)
            try await test.log.setPause(tenant: "default", lane: .submit, pause: nil, at: test.now)
            #expect(try await test.log.pauses(tenant: "default") == [list])
        }
    }

    @Test func `an absurd pause is kept as the end of time`() async throws {
        try await TestLog.run { test in
            let pause = LanePause(
                lane: .submit, until: Instant(milliseconds: .max), reason: "throttled", message: "")
            try await test.log.setPause(tenant: "default", lane: .submit, pause: pause, at: test.now)
            #expect(
                try await test.log.pauses(tenant: "default").map(\.until.description) == ["9999-12-31T23:59:59.999Z"])
        }
    }

    private func begin(_ test: TestLog, _ operation: LazaretCore.Operation, deadline: Int64 = 70) async throws -> Int64
    {
        try await test.log.begin(
            CallIntent(tenant: "default", operation: operation, deadline: test.now.steady + .seconds(deadline)),
            at: test.now)
    }

    private func slots(
        _ test: TestLog, _ log: ActionLog? = nil, _ lane: LazaretCore.Operation = .list, at now: Moment? = nil
    ) async throws -> [Int64] {
        let now = now ?? test.now
        return try await (log ?? test.log).slots(tenant: "default", lane: lane, within: .seconds(3600), at: now)
            .map { ($0 - now.steady).milliseconds / 1000 }
    }

    @Test func `a slot ends with the reply, with the deadline where there is none, at once where nothing left`()
        async throws
    {
        try await TestLog.run { test in
            let answered = try await begin(test, .list)
            _ = try await begin(test, .find, deadline: 90)
            let unsent = try await begin(test, .list)
            _ = try await begin(test, .get)
            test.clock.advance(by: .seconds(10))
            try await test.log.finish(test.finished(answered, "ok"), at: test.now)
            try await test.log.finish(test.finished(unsent, "not_sent", usedQuota: false), at: test.now)
            test.clock.advance(by: .seconds(30))
            #expect(try await slots(test) == [-30, 50])
            #expect(try await slots(test, nil, .get) == [30])
            // The same boot, another process.
            let again = try ActionLog.open(path: test.path, access: .daemon, boot: test.clock.boot)
            test.clock.jumpWall(by: .seconds(-5000))
            #expect(try await slots(test, again) == [-30, 50])
            test.clock.advance(by: .seconds(3570))
            #expect(try await slots(test, again) == [-3520])
        }
    }

    @Test func `slots of another boot are placed by their wall age, never in the future`() async throws {
        try await TestLog.run { test in
            let answered = try await begin(test, .list)
            test.clock.advance(by: .seconds(10))
            try await test.log.finish(test.finished(answered, "ok"), at: test.now)
            _ = try await begin(test, .list, deadline: 70)
            let rebooted = try ActionLog.open(path: test.path, access: .daemon, boot: "another")
            let later = Moment(wall: test.now.wall + .seconds(100), steady: Steady(milliseconds: 5000))
            #expect(try await slots(test, rebooted, at: later) == [-100, -30])
            let clockSetBack = Moment(wall: test.now.wall - .seconds(9999), steady: Steady(milliseconds: 5000))
            #expect(try await slots(test, rebooted, at: clockSetBack) == [0, 0])
            let nextDay = Moment(wall: test.now.wall + .seconds(3700), steady: Steady(milliseconds: 5000))
            #expect(try await slots(test, rebooted, at: nextDay).isEmpty)
        }
    }

    @Test func `spent slots are forgotten while calls go on`() async throws {
        try await TestLog.run { test in
            _ = try await slots(test)
            for _ in 0..<300 {
                let attempt = try await begin(test, .list)
                try await test.log.finish(test.finished(attempt, "ok"), at: test.now)
                test.clock.advance(by: .seconds(100))
            }
            let stored = Int(try await test.value("SELECT count(*) FROM quota_slots")) ?? 0
            #expect(stored < 100)
            #expect(try await slots(test).count == 35)
        }
    }
}
