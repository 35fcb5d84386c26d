import ActionLog
public import ArgumentParser
import LazaretCore

/// `lazaret verify`
public struct VerifyCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the tamper-evident event chain.",
        discussion: """
            Recomputes every hash from the first event to the last, in one snapshot, without keeping anybody from writing. Exits \
            1 and names the first broken row where the chain is broken. The daemon writes the chain's head (ID:HASH) to its log \
            at intervals: given with --head, such a line also shows a chain that was rewritten as a whole.
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
        let progress = Progress("verified")
        defer { progress.finish() }
        let verdict = try await LogAccess.with(try config.load(), .reader) { log in
            try await log.verify(anchors: anchors) { progress.count = $0 }
        }
        progress.finish()
        try write(verdict)
        if case .broken(let event, let fault) = verdict {
            throw CommandFailure(
                .failed,
                "the chain is broken at event \(event) (\(fault.rawValue)); keep the file as it is and see docs/event-chain.md"
            )
        }
    }

    private func write(_ verdict: ChainVerdict) throws {
        let row: [Cell]
        let sentence: String
        switch verdict {
        case .intact(let events, let head):
            row = [.text("true"), .integer(Int64(events)), .optional(head?.description), .null, .null]
            sentence = "intact: \(events) events" + (head.map { ", head \($0)" } ?? "")
        case .broken(let event, let fault):
            row = [.text("false"), .null, .null, .integer(event), .text(fault.rawValue)]
            sentence = "broken at event \(event): \(fault.rawValue)"
        }
        try FactsText(columns: ["intact", "events", "head", "event", "fault"], booleans: ["intact"], row: row)
            .write(output.format, sentence: sentence)
    }

    private static func head(_ text: String) -> EventHead? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let event = Int64(parts[0]), parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        return EventHead(event: event, hash: parts[1].lowercased())
    }
}
