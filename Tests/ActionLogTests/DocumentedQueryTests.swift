import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// `docs/action-log.md`: every relation and column is there, and every question gives what the page says, by an index.
@Suite struct DocumentedQueryTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/action-log.md")

    private struct Question {
        var sql: String
        var answer: String
        /// Of the answer, in the page.
        var range: Range<String.Index>
    }

    private static func questions(in text: String) -> [Question] {
        var questions: [Question] = []
        let start = text.range(of: "## Twenty-one questions")?.upperBound ?? text.startIndex
        var rest = start..<text.endIndex
        while let start = text.range(of: "```sql\n", range: rest),
            let end = text.range(of: "\n```\n\n```text\n", range: start.upperBound..<rest.upperBound),
            let close = text.range(of: "```", range: end.upperBound..<rest.upperBound)
        {
            questions.append(
                Question(
                    sql: String(text[start.upperBound..<end.lowerBound]),
                    answer: String(text[end.upperBound..<close.lowerBound]), range: end.upperBound..<close.lowerBound))
            rest = close.upperBound..<text.endIndex
        }
        return questions
    }

    /// As `sqlite3 -header -list` prints it.
    private static func answer(_ sql: String, _ test: TestLog) async throws -> String {
        let now = sql.replacingOccurrences(of: "'now'", with: DemoLog.now)
        return try await test.log.read { db in
            let rows = try Row.fetchAll(db, sql: now)
            guard let first = rows.first else { return "" }
            let lines = rows.map { row in
                row.databaseValues.map { value in
                    if case .double(let number) = value.storage { return "\(number)" }
                    return value.isNull ? "" : String.fromDatabaseValue(value) ?? value.description
                }.joined(separator: "|")
            }
            return ([first.columnNames.joined(separator: "|")] + lines).map { $0 + "\n" }.joined()
        }
    }

    /// With LAZARET_UPDATE_DOCS set, the page gets the answers instead of being compared with them.
    @Test func `every question gives what the page says`() async throws {
        var text = try String(contentsOf: Self.page, encoding: .utf8)
        let isUpdate = ProcessInfo.processInfo.environment["LAZARET_UPDATE_DOCS"] != nil
        try await TestLog.run { test in
            try await DemoLog.fill(test)
            let questions = Self.questions(in: text)
            #expect(questions.count >= 20)
            for question in questions.reversed() {
                let answer = try await Self.answer(question.sql, test)
                if isUpdate {
                    text.replaceSubrange(question.range, with: answer)
                } else {
                    #expect(answer == question.answer, "\(question.sql)")
                    #expect(!answer.isEmpty, "a question that the demo log answers with nothing: \(question.sql)")
                }
            }
        }
        if isUpdate { try text.write(to: Self.page, atomically: true, encoding: .utf8) }
    }

    /// `config/datasette/metadata.yaml`: each canned query and each chart, as Datasette runs them, read-only and with parameters.
    @Test func `every canned query and every chart has an answer`() async throws {
        let metadata = try CannedQueries.load()
        #expect(metadata.queries.count >= 20)
        #expect(metadata.charts.count >= 5)
        let page = Self.questions(in: try String(contentsOf: Self.page, encoding: .utf8)).map(\.sql)
        #expect(metadata.queries.count == page.count)
        try await TestLog.run { test in
            try await DemoLog.fill(test)
            let reader = try ActionLog.open(path: test.path, access: .reader)
            for (name, sql) in metadata.queries + metadata.charts {
                let now = sql.replacingOccurrences(of: "'now'", with: DemoLog.now)
                let count = try await reader.read { db in
                    let statement = try db.makeStatement(sql: now)
                    #expect(statement.isReadonly)
                    let names = now.matches(of: /:([a-z][a-z0-9_]*)/).map { String($0.output.1) }
                    let values = try names.map { name in (name, try #require(DemoLog.parameters[name], "\(name)")) }
                    return try Row.fetchAll(
                        statement, arguments: StatementArguments(Dictionary(values, uniquingKeysWith: { $1 }))
                    ).count
                }
                #expect(count > 0, "\(name)")
            }
        }
    }

    /// For `make check-datasette`: the demo log as a file.
    @Test(.enabled(if: demoLogFile != nil, "LAZARET_DEMO_LOG names no file"))
    func `the demo log can be had as a file`() async throws {
        let file = try #require(Self.demoLogFile)
        try await TestLog.run { test in
            try await DemoLog.fill(test)
            try await test.log.backup(to: file)
        }
    }

    private static let demoLogFile = ProcessInfo.processInfo.environment["LAZARET_DEMO_LOG"]

    /// Grouping sorts what its condition lets through, which is a period.
    @Test func `no question reads the whole log or sorts more than a period`() async throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        try await TestLog.run { test in
            for question in Self.questions(in: text) {
                let plan = try await test.log.read { try QueryPlan.of(question.sql, [], $0) }
                let isGrouped = question.sql.contains("GROUP BY")
                #expect(plan.objections(toSorting: isGrouped) == [], "\(question.sql) :: \(plan)")
            }
        }
    }

    @Test func `every column of every public relation is described, and no other`() async throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        try await TestLog.run { test in
            for relation in [
                "machine_actions", "alerts", "action_alerts", "attempts", "events", "machine_lookups", "file_lookups",
            ] {
                let columns = try await test.rows("SELECT name FROM pragma_table_info('\(relation)')")
                let section = try #require(text.range(of: "### `\(relation)`"))
                let end = text.range(of: "\n### ", range: section.upperBound..<text.endIndex)?.lowerBound
                let described = text[section.upperBound..<(end ?? text.endIndex)].split(separator: "\n")
                    .filter { $0.hasPrefix("| `") }.map { $0.dropFirst(3).prefix { $0 != "`" } }.map(String.init)
                #expect(described == columns, "\(relation)")
            }
        }
    }
}
