import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Lists as the verbs ask for them: what they hold, their order, and that none reads more of the log than it shows.
@Suite struct ReadingTests {
    private func fill(_ test: TestLog) async throws {
        for number in 0..<6 {
            try await test.takeIn(
                file(
                    "\(number)",
                    order(
                        number < 3 ? machineA : machineB, machine(number), alert: "alert-\(number)",
                        machineName: number == 4 ? "PC-4.example.com" : nil)))
            test.clock.advance(by: .seconds(60))
        }
        try await test.drive(to: "Succeeded")
        try await test.drive(to: "Failed")
    }

    private func ids(_ test: TestLog, _ change: (inout ActionFilter) -> Void) throws -> [Int64] {
        var filter = ActionFilter()
        change(&filter)
        let rows = try test.log.actions(filter)
        return rows.rows.compactMap { rows.cell("action_id", of: $0).integer }
    }

    static let filters: [(String, @Sendable (inout ActionFilter) -> Void, [Int64])] = [
        ("all", { _ in }, [6, 5, 4, 3, 2, 1]),
        ("oldest first", { $0.ascending = true }, [1, 2, 3, 4, 5, 6]),
        ("the latest two", { $0.limit = 2 }, [6, 5]),
        ("a page", { ($0.limit, $0.after) = (2, 5) }, [4, 3]),
        ("a page oldest first", { ($0.limit, $0.after, $0.ascending) = (2, 2, true) }, [3, 4]),
        ("nothing after what is not there", { $0.after = 99 }, []),
        ("one state", { $0.states = ["queued"] }, [6, 5, 4, 3]),
        ("two states, one of them twice", { $0.states = ["failed", "succeeded", "failed"] }, [2, 1]),
        ("two states, a page", { ($0.states, $0.limit, $0.after) = (["queued", "failed"], 2, 4) }, [3, 2]),
        ("a status", { $0.status = "succeeded" }, [1]),
        ("a status and another state", { ($0.status, $0.states) = ("Succeeded", ["failed"]) }, []),
        ("a machine's id, in any case", { $0.machine = machineA.uppercased() }, [3, 2, 1]),
        ("a machine's name, in any case", { $0.machine = "pc-4.EXAMPLE.com" }, [5]),
        ("a file", { $0.sha1 = machine(3) }, [4]),
        ("an alert", { $0.alert = "alert-5" }, [6]),
        ("a tenant", { $0.tenant = "other" }, []),
        (
            "a period",
            {
                $0.since = Instant(milliseconds: 1_767_225_600_000 + 60_000)
                $0.until = Instant(milliseconds: 1_767_225_600_000 + 180_000)
            }, [3, 2]
        ),
    ]

    @Test(arguments: filters.map(\.0))
    func `the list of actions`(name: String) async throws {
        let (_, change, expected) = try #require(Self.filters.first { $0.0 == name })
        try await TestLog.run { test in
            try await fill(test)
            #expect(try ids(test, change) == expected)
        }
    }

    @Test func `pages join without a gap, also where the clock was set back`() async throws {
        try await TestLog.run { test in
            for (number, seconds) in [0, 60, -160, 110, -10, 0].enumerated() {
                test.clock.jumpWall(by: .seconds(seconds))
                try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
            }
            let all = try ids(test) { _ in }
            var paged: [Int64] = []
            while true {
                let page = try ids(test) { ($0.limit, $0.after) = (2, paged.last) }
                if page.isEmpty { break }
                paged += page
            }
            #expect(paged == all)
            #expect(Set(all).count == 6)
        }
    }

    /// By index, without sorting: with LIMIT it costs the same in a log of any size.
    @Test(arguments: filters.map(\.0))
    func `a list is read by an index in its order`(name: String) async throws {
        let (_, change, _) = try #require(Self.filters.first { $0.0 == name })
        var filter = ActionFilter()
        change(&filter)
        filter.limit = 50
        let (sql, arguments) = filter.query()
        try await TestLog.run { test in
            let plan = try await test.log.read { try QueryPlan.of(sql, arguments, $0) }
            #expect(plan.objections(toSorting: name == "an alert") == [], "\(plan)")
        }
    }

    @Test func `alerts are listed alike`() async throws {
        try await TestLog.run { test in
            try await fill(test)
            var filter = AlertFilter()
            (filter.outcome, filter.limit, filter.after) = ("mapped", 2, 5)
            let rows = try test.log.alerts(filter)
            #expect(rows.rows.compactMap { rows.cell("alert_key", of: $0).integer } == [4, 3])
            for change: (inout AlertFilter) -> Void in [
                { _ in }, { $0.outcome = "mapped" }, { $0.tenant = "default" }, { $0.after = 3 },
            ] {
                var filter = AlertFilter()
                change(&filter)
                filter.limit = 50
                let (sql, arguments) = filter.query()
                let plan = try await test.log.read { try QueryPlan.of(sql, arguments, $0) }
                #expect(plan.objections() == [], "\(plan)")
            }
        }
    }
}

/// What SQLite says it will do.
struct QueryPlan: CustomStringConvertible {
    let steps: [String]

    static func of(_ sql: String, _ arguments: StatementArguments = [], _ db: Database) throws -> QueryPlan {
        QueryPlan(
            steps: try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] })
    }

    var description: String { steps.joined(separator: "; ") }

    /// Steps that cost more the longer the log is: a table read whole without an order that ends it early, and sorting.
    func objections(toSorting mayBeSorted: Bool = false) -> [String] {
        let large = ["action_rows", "alert_rows", "attempts", "events", "action_alerts", "files"]
        return steps.filter { step in
            if step.contains("TEMP B-TREE") { return !mayBeSorted }
            // A scan by an index is in its order, and a limit ends it.
            return large.contains { step == "SCAN \($0)" }
        }
    }
}
