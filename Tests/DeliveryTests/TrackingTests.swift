import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// Followed to the end: with few calls, for days, whatever the status.
struct TrackingTests {
    @Test func `an unknown status is kept verbatim and tracked on`() async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(3600) }) { stage in
            try stage.deliver()
            stage.run(1)
            let id = stage.world.report().quarantines[0].actionID
            stage.world.change { _ = $0.turn(action: id, to: SimulatedStatus(rawValue: "Archived"), at: $1) }
            stage.run(120)
            #expect(try stage.action()["status"] == "Archived")
            #expect(try stage.action()["state"] == "submitted")
            stage.world.change { _ = $0.turn(action: id, to: .succeeded, at: $1) }
            stage.run(120)
            #expect(try stage.action()["state"] == "succeeded")
        }
    }

    @Test func `TimeOut is final, and a person may retry it`() async throws {
        try await Stage.run(defender: { $0.lifecycle.finals = [.timeOut: 1] }) { stage in
            try stage.deliver()
            stage.run(60)
            #expect(try stage.action()["state"] == "timed_out" && stage.action()["status"] == "TimeOut")
            _ = try stage.world.decide(.retry, on: [1])
            stage.run(60)
            #expect(stage.effects == 2)
        }
    }

    @Test func `fast at first, slow later, for days; overdue is told once and tracked on`() async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(5 * 86_400) }) { stage in
            try stage.deliver()
            stage.run(150)
            #expect((9...10).contains(stage.times(.list).count))
            stage.run(3 * 86_400)
            #expect(stage.times(.list).count < 600)
            stage.run(3 * 86_400)
            #expect(try stage.action()["state"] == "succeeded")
            let overdue = stage.world.events.filter { if case .overdue(_, [1]) = $0 { true } else { false } }
            #expect(overdue.count == 1)
        }
    }

    @Test func `many open actions cost one List call a round, and only what changed or is due is written`() async throws
    {
        try await Stage.run(
            settings: {
                $0.throttle = ThrottlePolicy(windows: [.init(limit: 100_000, per: .seconds(60))], maximumInFlight: 64)
            },
            defender: {
                $0.lifecycle.pending = .seconds(86_400)
                $0.quota.windows = []
            }
        ) { stage in
            for number in 0..<300 { try stage.deliver(Stage.machine(number)) }
            stage.run(3 * 3600)
            let before = stage.times(.list).count
            // All are old: looked at every ten minutes, together.
            stage.run(3600)
            let rounds = stage.times(.list).count - before
            #expect(rounds <= 8)
            // A fresh one's rounds bring the others along, and write none of them.
            let mark = stage.world.events.count
            try stage.deliver(Stage.machine(5000))
            stage.run(100)
            let fresh = stage.world.events.dropFirst(mark).compactMap { event -> Int? in
                if case .tracked(_, let asked, let changed) = event, asked == 301 { changed.count } else { nil }
            }
            #expect(fresh.count >= 5 && fresh.filter { $0 == 1 }.count >= fresh.count - 2)
        }
    }

    @Test func `actions that other people's fill the pages before are found by paging`() async throws {
        try await Stage.run(
            settings: {
                $0.throttle = ThrottlePolicy(windows: [.init(limit: 100_000, per: .seconds(60))], maximumInFlight: 64)
            },
            defender: { $0.quota.windows = [] }
        ) { stage in
            for number in 0..<60 { try stage.deliver(Stage.machine(number)) }
            stage.run(1)
            let file = try #require(SHA1Hash(Stage.otherFile))
            for number in 0..<10_050 {
                let machine = try #require(MachineID(Stage.machine(10_000 + number)))
                let tenant = stage.world.tenants[0].id
                stage.world.change { _ = $0.addForeignAction(tenant: tenant, machine: machine, sha1: file, at: $1) }
            }
            stage.run(60)
            #expect(try stage.states().allSatisfy { $0 == "succeeded" })
            #expect(stage.calls(.list).contains { $0.target.contains("skip") })
        }
    }

    @Test func `a List call that goes on failing is repeated ever more seldom, though other calls are answered`()
        async throws
    {
        try await Stage.run { stage in
            stage.add(.errorBefore(status: 400, code: "ODataError", message: nil), operation: .list, times: nil)
            try stage.deliver()
            stage.run(3600)
            #expect((10..<60).contains(stage.times(.list).count))
            stage.world.change { defender, _ in defender.clearFaults() }
            stage.run(600)
            #expect(try stage.action()["state"] == "succeeded")
        }
    }

    @Test(
        "where the service's pages are shorter than asked for, its word that there is more is enough",
        arguments: [true, false])
    func shortPages(saysMore: Bool) async throws {
        try await Stage.run(
            settings: {
                $0.throttle = ThrottlePolicy(windows: [.init(limit: 100_000, per: .seconds(60))], maximumInFlight: 64)
            },
            defender: {
                $0.quota.windows = []
                $0.listing.pageSize = 40
                $0.listing.offersNextLink = saysMore
            }
        ) { stage in
            for number in 0..<100 { try stage.deliver(Stage.machine(number)) }
            stage.run(60)
            #expect(try stage.states().allSatisfy { $0 == "succeeded" })
            #expect(stage.calls(.list).contains { $0.target.contains("skip") } == saysMore)
        }
    }
}
