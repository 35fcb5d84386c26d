import AlertMapping
import LazaretCore
import Testing

struct MappingWorkerPoolTests {
    @Test func `A document comes back as the mapping's order, with the document's hash`() async throws {
        try await withPool { pool in
            let file = try await pool.map(Documents.order(1), name: "a.json")
            let order = try #require(file.firstOrder)
            #expect(order.alertID == "alert-1")
            #expect(order.comment == "test")
            #expect(file.documents[0].contentSHA256.count == 64)
            #expect(pool.statistics.alive == 2)
        }
    }

    @Test(arguments: [
        "abort", "segfault", "loop", "bomb", "shout", "half", "halt", "environment", "file", "zone", "sort", "input",
    ])
    func probe(kind: String) async throws {
        try await withPool(settings: { $0.timeout = .seconds(10) }, observer: { print(kind, $0) }) { pool in
            let clock = ContinuousClock()
            let t0 = clock.now
            let f = try await pool.map(Documents.asking(for: kind), name: "a.json")
            print(kind, t0.duration(to: clock.now), f, pool.statistics)
        }
    }
}
