import ActionLog
public import ArgumentParser
import LazaretCore

/// `lazaret verify`
public struct VerifyCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the tamper-evident event chain, and the kept counters.",
        discussion: """
            Recomputes every hash from the first event to the last, in one snapshot, without keeping anybody from writing. Exits \
            1 and names the first broken row where the chain is broken. The daemon writes the chain's head (ID:HASH) to its log \
            at intervals: given with --head, such a line also shows a chain that was rewritten as a whole. The kept counters \
            (state_summary, daily_summary) are compared with a count of the rows; exits 1 where one is wrong, too.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @Option(help: ArgumentHelp("A head that was kept elsewhere (may be given more than once).", valueName: "id:hash"))
    var head: [String] = []

    public init() {}

    public func validate() throws {
        for text in head where Self.head(text) == nil {
            throw ValidationError("--head is ID:HASH with 64 hexadecimal digits, not \"\(text)\"")
        }
    }

    public func run() async throws {
        let anchors = head.compactMap(Self.head)
        let (verdict, differences) = try await LogAccess.with(try config.load(), .reader) { log in
            (try await verify(log, anchors), try await recount(log))
        }
        try write(verdict, differences)
        var wrong: [String] = []
        if case .broken(let event, let fault) = verdict {
            wrong.append(
                "the chain is broken at event \(event) (\(fault.rawValue)); keep the file as it is and see docs/event-chain.md"
            )
        }
        if !differences.isEmpty {
            wrong.append(
                """
                counts of the summaries are wrong (the rows are not): count the rows instead, and put them right as \
                docs/action-log.md tells
                """)
        }
        if !wrong.isEmpty { throw CommandFailure(.failed, wrong.joined(separator: "; ")) }
    }

    private func verify(_ log: ActionLog, _ anchors: [EventHead]) async throws -> ChainVerdict {
        let progress = Progress("verified")
        defer { progress.finish() }
        return try await log.verify(anchors: anchors) { progress.count = $0 }
    }

    private func recount(_ log: ActionLog) async throws -> [CounterDifference] {
        let progress = Progress("counters compared: percent")
        defer { progress.finish() }
        return try await log.recount { progress.count = $0 * 100 / $1 }
    }

    private func write(_ verdict: ChainVerdict, _ differences: [CounterDifference]) throws {
        var row: [Cell]
        var sentences: [String]
        switch verdict {
        case .intact(let events, let head):
            row = [.text("true"), .integer(Int64(events)), .optional(head?.description), .null, .null]
            sentences = ["intact: \(events) events" + (head.map { ", head \($0)" } ?? "")]
        case .broken(let event, let fault):
            row = [.text("false"), .null, .null, .integer(event), .text(fault.rawValue)]
            sentences = ["broken at event \(event): \(fault.rawValue)"]
        }
        let wrong = differences.map(\.description)
        row += [
            .text(wrong.isEmpty ? "true" : "false"), .optional(wrong.isEmpty ? nil : wrong.joined(separator: "; ")),
        ]
        sentences += wrong.isEmpty ? ["kept counters: right"] : wrong.map { "kept counters: " + $0 }
        try FactsText(
            columns: ["intact", "events", "head", "event", "fault", "counters_intact", "counters_message"],
            booleans: ["intact", "counters_intact"], row: row
        ).write(output.format, sentences: sentences)
    }

    private static func head(_ text: String) -> EventHead? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let event = Int64(parts[0]), parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        return EventHead(event: event, hash: parts[1].lowercased())
    }
}
