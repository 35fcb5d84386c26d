import Foundation

/// The Python program of `docs/event-chain.md`, as a reader of that page would run it.
struct DocumentedVerifier {
    private let text: String

    /// Whether there is a Python to run it.
    static let canRun = (try? run(["python3", "--version"], input: nil)) != nil

    /// Nil where the page has no such program any more.
    init?() {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        guard let page = try? String(contentsOf: root.appending(path: "docs/event-chain.md"), encoding: .utf8),
            let start = page.range(of: "```python\n"),
            let end = page.range(of: "```", range: start.upperBound..<page.endIndex)
        else { return nil }
        text = String(page[start.upperBound..<end.lowerBound])
    }

    func run(on path: String) async throws -> String {
        try Self.run(["python3", "-", path], input: text).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    struct Failed: Error {
        var status: Int32
        var text: String
    }

    static func run(_ arguments: [String], input: String?) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        stdin.fileHandleForWriting.write(Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus, text: text) }
        return text
    }
}
