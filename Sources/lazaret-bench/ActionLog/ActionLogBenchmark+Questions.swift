import ActionLog
import Foundation
import GRDB
import GRDBSQLite
import LazaretCore

extension ActionLogBenchmark {
    /// A question as a person types it; `?` is a value of a row taken at random: its machine, hash, alert, time, id.
    struct Question {
        var name: String
        var sql: String
        var subject: String?
    }

    static let questions: [Question] = [
        .init(name: "latest 50", sql: "SELECT * FROM machine_actions ORDER BY created_at DESC LIMIT 50"),
        .init(name: "latest 50, by id", sql: "SELECT * FROM machine_actions ORDER BY action_id DESC LIMIT 50"),
        .init(
            name: "a machine's last 50",
            sql: "SELECT * FROM machine_actions WHERE machine_id = ? ORDER BY created_at DESC LIMIT 50",
            subject: "machine_id"),
        .init(
            name: "by machine name",
            sql:
                "SELECT * FROM machine_actions WHERE machine_name = ? COLLATE NOCASE ORDER BY created_at DESC LIMIT 50",
            subject: "machine_name"),
        .init(
            name: "by hash", sql: "SELECT * FROM machine_actions WHERE sha1 = ? ORDER BY created_at DESC LIMIT 50",
            subject: "sha1"),
        .init(
            name: "by alert",
            sql: """
                SELECT machine_actions.* FROM alerts JOIN action_alerts USING (alert_key) JOIN machine_actions USING (action_id)
                WHERE alerts.alert_id = ?
                """, subject: "alert_id"),
        .init(
            name: "by Defender's id", sql: "SELECT * FROM machine_actions WHERE machine_action_id = ?",
            subject: "machine_action_id"),
        .init(
            name: "failed in 24 h",
            sql: "SELECT * FROM failed_actions WHERE finished_at > ? ORDER BY finished_at DESC LIMIT 50", subject: "day"
        ),
        .init(name: "open", sql: "SELECT * FROM open_actions ORDER BY created_at LIMIT 50"),
        .init(name: "held", sql: "SELECT * FROM held_actions ORDER BY created_at LIMIT 50"),
        .init(
            name: "a state's latest 50",
            sql: "SELECT * FROM machine_actions WHERE state = 'refused' ORDER BY created_at DESC LIMIT 50"),
        .init(
            name: "one action's attempts", sql: "SELECT * FROM attempts WHERE action_id = ?", subject: "action_id"),
        .init(name: "calls of an hour", sql: "SELECT * FROM attempts WHERE started_at > ? LIMIT 50", subject: "hour"),
        .init(
            name: "counts by state", sql: "SELECT state, sum(actions) FROM state_summary GROUP BY state"),
        .init(
            name: "counts by day, a month", sql: "SELECT * FROM daily_summary WHERE day >= ?", subject: "month"),
        .init(name: "counts of the year", sql: "SELECT * FROM daily_summary"),
    ]

    func ask(_ path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        print("")
        print("as written for sqlite3       rows    p50 ms    p99 ms   again: p50       p99     pages: p50  most")
        try measure("1 ms of the processor") { _ in Self.compute() }
        try database.read { db in
            let subjects = try Self.subjects(db, count: rounds)
            for question in Self.questions {
                var number = 0
                _ = Self.pagesRead(db)
                try measure(question.name, pages: { Self.pagesRead(db) }) { round in
                    let value: StatementArguments = question.subject.map { [subjects[round][$0] as String?] } ?? []
                    let rows = try Row.fetchAll(db, sql: question.sql, arguments: value)
                    number = max(number, rows.count)
                    return number
                }
            }
            try askAsVerbs(path, subjects)
        }
    }

    /// The same through the reader that `actions` and `status` use.
    private func askAsVerbs(_ path: String, _ subjects: [Row]) throws {
        let log = try ActionLog.open(path: path, access: .reader)
        print("")
        print("through the verbs' reader    rows    p50 ms    p99 ms   again: p50       p99")
        let filters: [(String, (inout ActionFilter, Row) -> Void)] = [
            ("actions", { _, _ in }), ("--machine", { $0.machine = $1["machine_id"] }),
            ("--machine NAME", { $0.machine = $1["machine_name"] }), ("--sha1", { $0.sha1 = $1["sha1"] }),
            ("--alert", { $0.alert = $1["alert_id"] }), ("--state held", { filter, _ in filter.states = ["held"] }),
            ("--state of three", { filter, _ in filter.states = ["failed", "timed_out", "expired"] }),
            ("--status Failed", { filter, _ in filter.status = "Failed" }),
            ("--tenant", { filter, _ in filter.tenant = "other" }),
            ("--after", { $0.after = ($1["action_id"] as String?).flatMap { Int64($0) } }),
        ]
        for (name, change) in filters {
            try measure(name) { round in
                var filter = ActionFilter()
                filter.limit = 50
                change(&filter, subjects[round])
                return try log.actions(filter).rows.count
            }
        }
        try measure("status") { _ in try log.summary().actions.count }
    }

    /// A millisecond of this thread's own time. How much longer it takes is other programs' work, which is in every p99.
    private static func compute() -> Int {
        let end = ThreadTime.seconds + 0.001
        while ThreadTime.seconds < end {}
        return 1
    }

    /// How many pages came into the connection's own cache since last asked: from the system's or from the disk.
    private static func pagesRead(_ db: Database) -> Int {
        var (now, most) = (Int32(0), Int32(0))
        sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_MISS, &now, &most, 1)
        return Int(now)
    }

    /// Twice about the same: the first time, what it reads may have to come from the disk.
    private func measure(_ name: String, pages: (() -> Int)? = nil, _ body: (Int) throws -> Int) throws {
        let clock = ContinuousClock()
        var number = 0
        var columns = [(name, 24)]
        var read: [Int] = []
        for isAgain in [false, true] {
            var times: [Double] = []
            for round in 0..<rounds {
                let start = clock.now
                number = max(number, try body(round))
                times.append(Timing.milliseconds(clock.now - start))
                if !isAgain, let pages { read.append(pages()) }
            }
            times.sort()
            if !isAgain { columns.append((String(number), -8)) }
            columns.append((Timing.text(times[times.count / 2]), isAgain ? -13 : -9))
            columns.append((Timing.text(times[min(times.count - 1, times.count * 99 / 100)]), -9))
        }
        read.sort()
        if let most = read.last { columns += [(String(read[read.count / 2]), -15), (String(most), -5)] }
        print(Report.line(columns))
    }

    private static func subjects(_ db: Database, count: Int) throws -> [Row] {
        let last = try Int64.fetchOne(db, sql: "SELECT max(action_id) FROM machine_actions") ?? 1
        var generator = SystemRandomNumberGenerator()
        return try (0..<count).compactMap { _ in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT CAST(action_id AS TEXT) AS action_id, machine_id, machine_name, sha1, machine_action_id,
                        (SELECT alert_id FROM action_alerts JOIN alerts USING (alert_key)
                            WHERE action_alerts.action_id = machine_actions.action_id) AS alert_id,
                        (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(created_at), '-1 day') FROM machine_actions) AS day,
                        (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(created_at), '-1 hour') FROM machine_actions) AS hour,
                        (SELECT date(max(created_at), '-30 days') FROM machine_actions) AS month
                    FROM machine_actions WHERE action_id = ?
                    """, arguments: [Int64.random(in: 1...last, using: &generator)])
        }
    }
}
