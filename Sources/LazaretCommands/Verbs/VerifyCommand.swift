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
        // What is known of the chain is said, also where the counters cannot be compared.
        let (verdict, recounted) = try await LogAccess.with(try config.load(), .reader) { log in
            let verdict = try await verify(log, anchors)
            do {
                return (verdict, Result<[CounterDifference], any Error>.success(try await recount(log)))
            } catch {
                return (verdict, .failure(error))
            }
        }
        for head in verdict.passedOver(anchors) {
            Surroundings.current.note(
                "note: retention has removed event \(head.event): its head was compared with nothing")
        }
        try write(verdict, recounted)
        var wrong: [String] = []
        if case .broken(let event, let fault) = verdict {
            wrong.append(
                "the chain is broken at event \(event) (\(fault.rawValue)); keep the file as it is and see docs/event-chain.md"
            )
        }
        if case .success(let differences) = recounted, !differences.isEmpty {
            wrong.append(
                """
                the summaries and the rows differ: look which of the two was changed, and put the counters right only \
                where it was they (docs/action-log.md)
                """)
        }
        if !wrong.isEmpty { throw CommandFailure(.failed, wrong.joined(separator: "; ")) }
        _ = try recounted.get()
    }

    private func verify(_ log: ActionLog, _ anchors: [EventHead]) async throws -> ChainVerdict {
        let progress = Progress("verified")
        defer { progress.finish() }
        return try await log.verify(anchors: anchors) { progress.count = $0 }
    }

    private func recount(_ log: ActionLog) async throws -> [CounterDifference] {
        let progress = Progress("days of counters compared")
        defer { progress.finish() }
        return try await log.recount { progress.set($0, of: $1) }
    }

    private func write(_ verdict: ChainVerdict, _ recounted: Result<[CounterDifference], any Error>) throws {
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
        switch recounted {
        case .success(let differences):
            let wrong = differences.map(\.description)
            row += [
                .text(wrong.isEmpty ? "true" : "false"),
                .optional(wrong.isEmpty ? nil : wrong.joined(separator: "; ")),
            ]
            sentences += wrong.isEmpty ? ["kept counters: right"] : wrong.map { "kept counters: " + $0 }
        case .failure(let error):
            row += [.null, .text("not compared: \(error)")]
            sentences.append("kept counters: not compared: \(error)")
        }
        try FactsText(
            columns: ["intact", "events", "head", "event", "fault", "counters_intact", "counters_message"],
            booleans: ["intact", "counters_intact"], row: row
        ).write(output.format, sentences: sentences)
    }

    private static func head(_ text: String) -> EventHead? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let event = Int64(parts[0]), event > 0, parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        return EventHead(event: event, hash: parts[1].lowercased())
    }
}
