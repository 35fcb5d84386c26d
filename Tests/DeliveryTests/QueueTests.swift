import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// The order of leaving, and the ends by age and attempts.
struct QueueTests {
    @Test func `severity first, then age`() async throws {
        try await Stage.run(settings: { $0.throttle.maximumInFlight = 1 }) { stage in
            try stage.world.setKillSwitch(true)
            let severities: [Severity] = [.medium, .high, .medium, .high]
            for (number, severity) in severities.enumerated() {
                try stage.deliver(Stage.machine(number), severity: severity)
                stage.run(1)
            }
            try stage.world.setKillSwitch(false)
            stage.run(60)
            #expect(stage.calls(.submit).map { $0.machineID ?? "" } == [1, 3, 0, 2].map { Stage.machine($0) })
        }
    }

    @Test func `nobody starves: what has waited longer than the head start passes newer, graver work`() async throws {
        try await Stage.run(
            settings: {
                $0.throttle = ThrottlePolicy(windows: [.init(limit: 1, per: .seconds(600))], maximumInFlight: 1)
            }
        ) { stage in
            // Graver work comes faster than the quota lets anything go.
            try stage.deliver(Stage.machine(1))
            try stage.deliver(Stage.machine(0), severity: .medium)
            for number in 2..<70 {
                try stage.deliver(Stage.machine(number))
                stage.run(240)
            }
            #expect(try stage.action(2)["state"] == "queued")
            stage.run(6 * 3600)
            #expect(try stage.action(2)["state"] == "succeeded")
            #expect(try stage.states().contains("queued"))
        }
    }

    @Test func `too old is expired, also while its lane is paused`() async throws {
        try await Stage.run(settings: { $0.retry.maximumAge = .seconds(1000) }) { stage in
            stage.add(.forbidden, times: nil)
            try stage.deliver()
            stage.run(1100)
            let action = try stage.action()
            #expect(action["state"] == "expired" && action["reason"] == "maximum_age")
        }
    }

    @Test func `too often tried is expired`() async throws {
        try await Stage.run(settings: { $0.retry.maximumAttempts = 3 }) { stage in
            stage.add(.dropBefore, times: nil)
            try stage.deliver()
            stage.run(7200)
            let action = try stage.action()
            #expect(action["state"] == "expired" && action["reason"] == "maximum_attempts")
            #expect(stage.times(.submit).count == 3)
        }
    }

    @Test func `a person's cancel reaches Defender, also when the id is not known there yet`() async throws {
        try await Stage.run(
            defender: {
                $0.lifecycle.pending = .seconds(600)
                $0.listing.getLag = .seconds(40)
            }
        ) { stage in
            try stage.deliver()
            stage.run(1)
            _ = try stage.world.decide(.cancel, on: [1])
            stage.run(120)
            let action = try stage.action()
            #expect(action["state"] == "cancelled" && action["reason"] == "operator")
            let cancels = try stage.attempts().filter { $0["operation"] == "cancel" }.map { $0["outcome"] }
            #expect(cancels.first == "not_found" && cancels.last == "ok")
        }
    }

    @Test(
        "a cancel that goes on failing is repeated ever more seldom",
        arguments: [(500, "X"), (404, "ResourceNotFound")])
    func patientCancel(status: Int, code: String) async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(86_400) }) { stage in
            try stage.deliver()
            stage.run(30)
            stage.add(.errorBefore(status: status, code: code, message: nil), operation: .cancel, times: nil)
            _ = try stage.world.decide(.cancel, on: [1])
            stage.run(3600)
            #expect((10..<200).contains(stage.times(.cancel).count))
            stage.world.change { defender, _ in defender.clearFaults() }
            stage.run(600)
            #expect(try stage.action()["state"] == "cancelled")
        }
    }
}
