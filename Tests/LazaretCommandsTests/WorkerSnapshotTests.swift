import Foundation
import LazaretTestKit
import Testing

@testable import LazaretCommands

/// The same for the verbs that start a mapping worker (`explain`, `check`), and for `version`, whose values are this machine's.
extension SnapshotTests {
    static let working: [Case] = [
        Case("explain", "explain new.json", formats: ["table", "json", "jsonl"]),
        Case("explain-refused", "explain broken.json", formats: ["table", "json", "jsonl"]),
        Case("explain-two-files", "explain lines.jsonl elsewhere.json", formats: ["table", "json", "jsonl"]),
        Case("explain-csv", "explain new.json", formats: ["csv"]),
        Case("check", "check"),
    ]

    @Test("a verb that starts a worker", arguments: working)
    func work(test: Case) async throws {
        try await DemoLog.with { demo in
            try demo.addFiles()
            var inFolder = test
            inFolder.arguments = test.arguments.map { $0.contains(".json") ? demo.directory + "/" + $0 : $0 }
            for format in test.formats { try await check(inFolder, format, demo) }
        }
    }

    @Test("check, where much is wrong")
    func checkWrong() async throws {
        try await DemoLog.with { demo in
            try demo.addFiles()
            try "nonsense(".write(toFile: demo.directory + "/mappings/flat.jq", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: demo.directory + "/secret")
            for format in ["table", "json", "jsonl", "csv"] {
                try await check(Case("check-wrong", "check"), format, demo)
            }
            try "polcy: {mode: dryRun}\n".write(toFile: demo.configuration, atomically: true, encoding: .utf8)
            try await check(Case("check-unreadable", "check"), "table", demo)
        }
    }

    @Test("version", arguments: ["table", "json", "jsonl", "csv"])
    func version(format: String) async throws {
        try await DemoLog.with { demo in
            let arguments = ["version"] + (format == "table" ? [] : ["--format", format])
            let json = await demo.run(["version", "--format", "json"]).output
            let facts = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String])
            var run = await demo.run(arguments)
            for (name, value) in facts.sorted(by: { $0.value.count > $1.value.count }) {
                #expect(!value.isEmpty)
                run.output = run.output.replacing(value, with: "(\(name))")
            }
            try compare(run.transcript(arguments), "version.\(format == "table" ? "txt" : format)")
        }
    }
}

extension DemoLog {
    /// A secret, the flat mapping, and alert files of some kinds.
    fileprivate func addFiles() throws {
        let manager = FileManager.default
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        try manager.copyItem(atPath: root + "/config/mappings", toPath: directory + "/mappings")
        #expect(
            manager.createFile(
                atPath: directory + "/secret", contents: Data("secret".utf8), attributes: [.posixPermissions: 0o600]))
        func alert(_ number: Int, _ machine: Int, _ file: Int, _ more: String = "") -> String {
            """
            {"alertId": "new-\(number)", "machineId": "\(Self.hex(machine, "a"))", "sha1": "\(Self.hex(file, "f"))", \
            "comment": "seen again"\(more)}
            """
        }
        let files = [
            // New, the same again, a pair with an open action, too low, handled.
            "new.json": [
                alert(1, 20, 20), alert(2, 20, 20), alert(3, 5, 5), alert(4, 21, 20, #", "severity": "low""#),
                alert(5, 22, 20, #", "handled": "resolved""#),
            ].joined(separator: ", "),
            "broken.json": alert(1, 20, 20) + #", {"alertId": "new-1", "alertId": "new-2"}"#,
            "elsewhere.json": alert(1, 20, 20, #", "tenantId": "99999999-2222-3333-4444-555555555555""#),
        ]
        for (name, text) in files {
            try "[\(text)]".write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
        }
        let lines = [alert(1, 20, 20), #"{"no": "alert"}"#, "{", alert(1, 20, 20)]
        try lines.joined(separator: "\n").write(
            toFile: directory + "/lines.jsonl", atomically: true, encoding: .utf8)
    }
}
