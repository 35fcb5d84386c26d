import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// The kept counters are compared with a count of the rows, and what differs is named.
@Suite struct RecountTests {
    /// Three days, two tenants and alerts of none; of every outcome, and of some states.
    private static func fill(_ test: TestLog) async throws {
        let approve = PolicyRules.open { $0.mode = .approve }
        for day in 0..<3 {
            for number in 0..<4 {
                let tenant = number % 2 == 0 ? nil : twoTenants.entries[1].tenantID
                let name = "\(day)-\(number)"
                let alert = try file(name, order(machine(number + 10 * day), alert: name, tenantID: tenant))
                try await test.takeIn(
                    alert, file(name + "-low", order(severity: .low)), alert,
                    file(name + "-odd", order(tenantID: "nobody's")), rules: number < 2 ? .open() : approve)
            }
            try await test.drive(to: "Succeeded")
            test.clock.advance(by: .seconds(86_400))
        }
    }

    private static let first = "2026-01-01"

    /// What somebody does to the private tables by hand, and what is then said first.
    static let cases: [(sql: String, says: [String])] = [
        ("DELETE FROM state_counts WHERE 0", []),
        ("UPDATE day_totals SET actions = actions", []),
        (
            "UPDATE state_counts SET actions = 7 WHERE tenant = 'default' AND state = 'held'",
            [
                "state_summary has 10 held, there are 6",
                "state_summary has 7 held of tenant default (by daily_summary), there are 3",
            ]
        ),
        (
            "INSERT INTO state_counts VALUES ('nobody', 'failed', 1)",
            [
                "state_summary has 1 failed, there are 0",
                "state_summary has 1 failed of tenant nobody (by daily_summary), there are 0",
            ]
        ),
        // The sums stay: only the two relations beside each other show it.
        (
            """
            UPDATE state_counts SET actions = actions + iif(tenant = 'other', 1, -1) WHERE state = 'held'
            """,
            [
                "state_summary has 2 held of tenant default (by daily_summary), there are 3",
                "state_summary has 4 held of tenant other (by daily_summary), there are 3",
            ]
        ),
        (
            "UPDATE day_totals SET mapped = mapped + 1 WHERE day = '\(first)' AND tenant = 'other'",
            ["daily_summary has 5 mapped of \(first), there are 4"]
        ),
        (
            "UPDATE day_totals SET alerts = alerts - 1 WHERE day = '\(first)' AND tenant = ''",
            ["daily_summary has 3 alerts of \(first) of no tenant, there are 4"]
        ),
        (
            "UPDATE day_totals SET actions = 0 WHERE day = '\(first)' AND tenant = 'other'",
            ["daily_summary has 0 actions of \(first) of tenant other, there are 2"]
        ),
        (
            "DELETE FROM day_totals WHERE day = '\(first)' AND tenant = ''",
            ["daily_summary has 0 rejected of \(first), there are 4"]
        ),
        (
            "UPDATE day_totals SET day = '2025-12-31' WHERE day = '\(first)' AND tenant = ''",
            [
                "daily_summary has 4 rejected of 2025-12-31, there are 0",
                "daily_summary has 4 alerts of 2025-12-31 of no tenant, there are 0",
                "daily_summary has 0 rejected of \(first), there are 4",
            ]
        ),
        (
            "DELETE FROM day_totals WHERE day = '\(first)'",
            [
                "state_summary has 3 held of tenant default (by daily_summary), there are 2"
            ]
        ),
    ]

    @Test(arguments: cases.indices) func `what differs is named`(number: Int) async throws {
        let (sql, says) = Self.cases[number]
        try await TestLog.run { test in
            try await Self.fill(test)
            #expect(try await test.log.recount() == [])
            try await test.tamper(sql)
            #expect(try await test.log.recount().map(\.description).prefix(says.count) == says[...], "\(sql)")
            #expect(try await test.log.recount().isEmpty == says.isEmpty)
        }
    }

    @Test func `a row that no counter knows shows`() async throws {
        try await TestLog.run { test in
            try await Self.fill(test)
            // Past Lazaret, on a day of its own.
            try await test.tamper(
                """
                INSERT INTO alert_rows (source_file, outcome, received_at, file_id)
                VALUES ('x', 'rejected', '2027-01-01T00:00:00.000Z', 1)
                """)
            #expect(
                try await test.log.recount().map(\.description) == [
                    "daily_summary has 0 rejected on days that it leaves out, there are 1"
                ])
        }
    }

    @Test func `it tells how far it is`() async throws {
        try await TestLog.run { test in
            try await Self.fill(test)
            let parts = Parts()
            _ = try await test.log.recount { parts.add($0, of: $1) }
            #expect(parts.all == (1...6).map { "\($0)/6" })
        }
    }

    @Test func `what the page says puts them right`() async throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/action-log.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "```sql\nBEGIN IMMEDIATE;\n"))
        let end = try #require(text.range(of: "COMMIT;\n```", range: start.upperBound..<text.endIndex))
        try await TestLog.run { test in
            try await Self.fill(test)
            let before = try await test.rows(
                "SELECT * FROM state_counts UNION ALL SELECT day, tenant, alerts FROM day_totals")
            try await test.tamper("UPDATE state_counts SET actions = 99; DELETE FROM day_totals WHERE tenant = 'other'")
            #expect(try await test.log.recount() != [])
            try await test.tamper(String(text[start.upperBound..<end.lowerBound]))
            #expect(try await test.log.recount() == [])
            #expect(try await CounterTests.disagreements(test) == [])
            let after = try await test.rows(
                "SELECT * FROM state_counts WHERE actions > 0 UNION ALL SELECT day, tenant, alerts FROM day_totals")
            #expect(after == before.filter { !$0.hasSuffix("|0") })
        }
    }

    private final class Parts: @unchecked Sendable {
        private let lock = NSLock()
        private var parts: [String] = []
        func add(_ part: Int, of total: Int) { lock.withLock { parts.append("\(part)/\(total)") } }
        var all: [String] { lock.withLock { parts } }
    }
}
