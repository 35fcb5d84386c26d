import Foundation
import LazaretTestKit
import Testing

@testable import LazaretCommands

/// What each verb prints, in every format, compared with what stands in `Snapshots`.
struct SnapshotTests {
    /// A case: the snapshot's name and the command line.
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var arguments: [String]
        var formats: [String] = ["table", "json", "jsonl", "csv"]
        var answer: Bool?

        init(_ name: String, _ line: String, formats: [String]? = nil, answer: Bool? = nil) {
            self.name = name
            arguments = line.split(separator: " ").map(String.init)
            if let formats { self.formats = formats }
            self.answer = answer
        }

        var testDescription: String { name }
    }

    static let reading: [Case] = [
        Case("status", "status", formats: ["table", "json", "jsonl"]),
        Case("actions", "actions"),
        Case("actions-filtered", "actions --state failed,refused --state queued --since 2h"),
        Case("actions-page", "actions --limit 2 --after 5", formats: ["table"]),
        Case("actions-nothing", "actions --machine nowhere"),
        Case("alerts", "alerts"),
        Case("alerts-page", "alerts --outcome mapped --limit 3 --after 5", formats: ["table"]),
        Case("show", "show 2", formats: ["table", "json", "jsonl"]),
        Case("show-nothing", "show 99", formats: ["table"]),
        Case("watch", "watch --after 0 --limit 12"),
        Case("watch-decisions", "watch --after 12 --actor alice --limit 1"),
        Case("watch-action", "watch --after 0 --action 2 --limit 5"),
        Case("restore-sheet", "restore-sheet"),
        Case(
            "restore-sheet-machine", "restore-sheet --machine PC-8.example.com --until 2026-01-02", formats: ["table"]),
        Case("restore-sheet-nothing", "restore-sheet --sha1 \(DemoLog.hex(2, "f"))", formats: ["table", "json"]),
        Case("export-actions", "export actions --state succeeded", formats: ["json", "jsonl", "csv"]),
        Case("export-alerts", "export alerts --outcome rejected", formats: ["json", "jsonl", "csv"]),
        Case("export-events", "export events --actor alice", formats: ["json", "jsonl", "csv"]),
        Case("verify", "verify"),
        Case("verify-anchor", "verify --head 3:\(String(repeating: "0", count: 64))"),
    ]

    @Test("a verb that reads", arguments: reading)
    func read(test: Case) async throws {
        try await DemoLog.with { demo in
            for format in test.formats { try await check(test, format, demo) }
        }
    }

    static let deciding: [Case] = [
        Case("approve", "approve 3 --comment seen"),
        Case("approve-not-held", "approve 1 5 99"),
        Case("approve-all", "approve --all", formats: ["table"], answer: true),
        Case("approve-all-unconfirmed", "approve --all", formats: ["table"], answer: false),
        Case("approve-all-nobody-there", "approve --all", formats: ["table"]),
        Case("deny-no-such-nobody-there", "deny --sha1 \(DemoLog.hex(1, "f"))", formats: ["table"]),
        Case("approve-no-such-file", "approve --sha1 \(DemoLog.hex(1, "f")) --yes", formats: ["table"]),
        Case("deny", "deny 3 2 5 6"),
        Case("retry", "retry 6 1 3"),
        Case("retry-all", "retry --all --yes"),
        Case("cancel", "cancel 3 5 1"),
        Case("pause", "pause --comment incident-42"),
        Case("resume-not-paused", "resume"),
        Case("backup", "backup /dev/null", formats: [""]),
        Case("prune", "prune --comment quarterly"),
    ]

    @Test("a verb that changes something, on a log of its own", arguments: deciding)
    func decide(test: Case) async throws {
        for format in test.formats {
            try await DemoLog.with { demo in try await check(test, format, demo) }
        }
    }

    @Test("backup, which says nothing where the copy was made")
    func backup() async throws {
        try await DemoLog.with { demo in
            try await check(Case("backup-made", "backup \(demo.directory)/copy.db"), "", demo)
            #expect(FileManager.default.fileExists(atPath: demo.directory + "/copy.db"))
        }
    }

    @Test("an adopted action, which somebody else began: cancelling it says whose it is")
    func cancelAdopted() async throws {
        for format in ["table", "json", "jsonl", "csv"] {
            try await DemoLog.with { demo in
                try await demo.accept(try await demo.claim(), begunBy: "b\u{1B}[31mob@example.com")
                try await check(Case("cancel-adopted", "cancel 2 --comment ours"), format, demo)
                try await check(Case("cancel-adopted-again", "cancel 2"), format, demo)
                try await check(Case("watch-adopted", "watch --after 24 --action 2 --limit 2"), format, demo)
            }
        }
        try await DemoLog.with { demo in
            try await demo.accept(try await demo.claim(), begunBy: "bob@example.com")
            try await check(Case("cancel-adopted-all", "cancel --all", answer: false), "table", demo)
            try await check(Case("show-adopted", "show 2"), "table", demo)
        }
    }

    @Test("watch on a terminal: each line at once, coloured, within its width", arguments: [80, 92, 104, 120])
    func watchTerminal(width: Int) async throws {
        try await DemoLog.with { demo in
            try await demo.accept(try await demo.claim())
            _ = await demo.run(["cancel", "2"], login: "a-very-long-login@corp.example.com")
            let arguments = ["watch", "--after", "8", "--limit", "18"]
            let run = await demo.run(arguments, width: width, colours: true)
            try compare(run.transcript(arguments), "watch-terminal-\(width).txt")
            checkWidth(run, width)
        }
    }

    @Test("as a terminal shows it: cut to its width, coloured", arguments: [60, 80, 200])
    func terminal(width: Int) async throws {
        try await DemoLog.with { demo in
            let run = await demo.run(["actions"], width: width, colours: true)
            try compare(run.transcript(["actions"]), "actions-terminal-\(width).txt")
            checkWidth(run, width)
        }
    }

    func checkWidth(_ run: VerbRun, _ width: Int) {
        for line in run.output.replacing(#/\u{1B}\[[0-9]*m/#, with: "").split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
        }
    }

    func check(_ test: Case, _ format: String, _ demo: DemoLog) async throws {
        let arguments = test.arguments + (format.isEmpty || format == "table" ? [] : ["--format", format])
        let run = await demo.run(arguments, answer: test.answer)
        let shown = arguments.map { $0.replacing(demo.directory + "/", with: "") }
        // A folder's name is as long as the machine has it, and tables are as wide as what is in them.
        let text =
            test.arguments == ["check"]
            ? run.transcript(shown).replacing(#/ {3,}/#, with: "  ")
            : run.transcript(shown)
        try compare(text, "\(test.name).\(format.isEmpty || format == "table" ? "txt" : format)")
        if format == "json", !run.output.isEmpty {
            _ = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        }
        if format == "jsonl" {
            for line in run.output.unicodeScalars.split(separator: "\n") {
                _ = try JSONSerialization.jsonObject(with: Data(String(line).utf8))
            }
        }
    }

    func compare(_ text: String, _ name: String) throws {
        switch try Snapshot().compare(text, name: name) {
        case .same, .recorded: break
        case .missing(let file):
            Issue.record("\(file) is not there; record it with LAZARET_RECORD_SNAPSHOTS=1")
        case .differs(let file, let line, let recorded, let found):
            Issue.record("\(file):\(line)\nrecorded: \(recorded)\nfound:    \(found)")
        }
    }
}
