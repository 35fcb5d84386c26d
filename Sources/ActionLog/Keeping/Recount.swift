import GRDB
import LazaretCore

/// Counts what the counters count, by indexes whose second column is the time: a day's rows are one range of each.
struct Recount {
    /// What has counters: a sum, how much of it each word has, and where its rows are.
    private struct Kind {
        var sum: String
        var words: [String]
        var table: String
        var time: String
        var word: (column: String, index: String)
        var tenantIndex: String
    }

    private static let kinds = [
        Kind(
            sum: "actions", words: ActionState.allCases.map(\.rawValue), table: "action_rows", time: "created_at",
            word: ("state", "action_by_state"), tenantIndex: "action_by_tenant"),
        Kind(
            sum: "alerts", words: AlertOutcome.allCases.map(\.rawValue), table: "alert_rows", time: "received_at",
            word: ("outcome", "alert_by_outcome"), tenantIndex: "alert_by_tenant"),
    ]
    /// More of them would say no more.
    private static let most = 20

    let db: Database

    func differences(_ progress: (Int, Int) -> Void) throws -> [CounterDifference] {
        let days = try String.fetchAll(db, sql: "SELECT DISTINCT day FROM day_totals ORDER BY day")
        let total = Self.kinds.count * days.count
        var found: [CounterDifference] = []
        for (number, kind) in Self.kinds.enumerated() where found.count < Self.most {
            var (within, between): ([String: Int], [String: Int]) = ([:], [:])
            var ofDays: [CounterDifference] = []
            // Every time of a day is "DAYT…".
            for (part, day) in days.enumerated() {
                let before = (after: part > 0 ? days[part - 1] + "U" : nil, before: day + "T")
                try add(kind, before, to: &between)
                ofDays += try compare(day, kind, &within)
                progress(number * days.count + part + 1, total)
                if ofDays.count >= Self.most { return Array((found + ofDays).prefix(Self.most)) }
            }
            try add(kind, (days.last.map { $0 + "U" }, nil), to: &between)
            if kind.sum == "actions" { found += try states(within.merging(between, uniquingKeysWith: +)) }
            found += ofDays
            found += between.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map {
                difference("\($0.key) on days that it leaves out", kept: 0, counted: $0.value)
            }
        }
        return Array(found.prefix(Self.most))
    }

    /// `state_summary` beside the rows, state by state, and beside the sums of `daily_summary`, tenant by tenant.
    private func states(_ counted: [String: Int]) throws -> [CounterDifference] {
        var found: [CounterDifference] = []
        for state in ActionState.allCases.map(\.rawValue) {
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT tenant, sum(kept), sum(daily) FROM (
                        SELECT tenant, actions AS kept, 0 AS daily FROM state_counts WHERE state = ?
                        UNION ALL SELECT tenant, 0, \(state) FROM day_totals)
                    GROUP BY tenant
                    """, arguments: [state])
            let kept = rows.reduce(0) { $0 + ($1[1] as Int) }
            if kept != counted[state, default: 0] {
                found.append(stateDifference(state, kept: kept, counted: counted[state, default: 0]))
            }
            for row in rows where row[1] as Int != row[2] as Int {
                let subject = "\(state) of tenant \(row[0] as String) (by daily_summary)"
                found.append(stateDifference(subject, kept: row[1], counted: row[2]))
            }
        }
        return found
    }

    /// The rows of a period, nil being without an end, by their words.
    private func add(
        _ kind: Kind, _ period: (after: String?, before: String?), to counted: inout [String: Int]
    ) throws {
        for word in kind.words {
            var condition = "\(kind.word.column) = ?"
            if period.after != nil { condition += " AND \(kind.time) >= ?" }
            if period.before != nil { condition += " AND \(kind.time) < ?" }
            let values = [word, period.after, period.before].compactMap(\.self)
            counted[word, default: 0] += try count(kind.table, by: kind.word.index, condition, values)
        }
    }

    /// A day's counters. Adds what it counts to `counted`.
    private func compare(_ day: String, _ kind: Kind, _ counted: inout [String: Int]) throws -> [CounterDifference] {
        let columns = ([kind.sum] + kind.words).joined(separator: ", ")
        let rows = try Row.fetchAll(
            db, sql: "SELECT tenant, \(columns) FROM day_totals WHERE day = ?", arguments: [day])
        let period = "\(kind.time) >= ? AND \(kind.time) < ?"
        let ends: [String?] = [day + "T", day + "U"]
        var found: [CounterDifference] = []
        for (column, word) in kind.words.enumerated() {
            let number = try count(
                kind.table, by: kind.word.index, "\(kind.word.column) = ? AND \(period)", [word] + ends)
            counted[word, default: 0] += number
            let kept = rows.reduce(0) { $0 + ($1[2 + column] as Int) }
            if kept != number { found.append(difference("\(word) of \(day)", kept: kept, counted: number)) }
        }
        for row in rows {
            let tenant = row[0] as String
            let counted = try count(
                kind.table, by: kind.tenantIndex, "tenant IS ? AND \(period)",
                [tenant.isEmpty ? nil : tenant] + ends)
            if row[1] != counted {
                found.append(
                    difference("\(kind.sum) of \(day) \(Self.of(tenant))", kept: row[1], counted: counted))
            }
        }
        return found
    }

    private func count(_ table: String, by index: String, _ condition: String, _ values: [String?]) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "SELECT count(*) FROM \(table) INDEXED BY \(index) WHERE \(condition)")
        return try Int.fetchOne(statement, arguments: StatementArguments(values)) ?? 0
    }

    private func stateDifference(_ subject: String, kept: Int, counted: Int) -> CounterDifference {
        CounterDifference(relation: "state_summary", subject: subject, kept: kept, counted: counted)
    }

    private func difference(_ subject: String, kept: Int, counted: Int) -> CounterDifference {
        CounterDifference(relation: "daily_summary", subject: subject, kept: kept, counted: counted)
    }

    private static func of(_ tenant: String) -> String { tenant.isEmpty ? "of no tenant" : "of tenant \(tenant)" }
}
