import DefenderSimulator
import FaultSimulation
import LazaretCore
import Testing

/// What Defender is told of a person's cancel.
struct CancelTests {
    @Test(arguments: ["", "  "])
    func `a cancel for which nobody gave a reason is carried out, too`(comment: String) async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(600) }) { stage in
            try stage.deliver()
            stage.run(1)
            _ = try stage.world.decide(.cancel, on: [1], comment: comment)
            stage.run(60)
            #expect(try stage.action()["state"] == "cancelled")
            let record = try #require(try stage.action()["machine_action"])
            #expect(record.contains("Cancelled by ann"))
        }
    }
}
