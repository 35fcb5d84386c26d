import ActionLog
public import ArgumentParser
import LazaretCore

/// `lazaret show ACTION`
public struct ShowCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One action whole: alerts, every attempt, every transition, the last MachineAction body.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @Argument(help: "The action_id.")
    var action: Int64

    public init() {}

    public func validate() throws {
        if output.format == .csv { throw ValidationError("one action is not a list: use table, json or jsonl") }
    }

    public func run() throws {
        let detail = try LogAccess.with(try config.load(), .reader) { try $0.detail(of: action) }
        guard let detail, let row = detail.action.rows.first else {
            throw CommandFailure(.nothingMatched, "there is no action \(action); `lazaret actions` lists them")
        }
        try Surroundings.current.write(output.format == .table ? Self.text(detail, row) : Self.json(detail, row))
    }

    private static func json(_ detail: ActionDetail, _ row: [Cell]) -> String {
        // The column's name is the list's, and no object has a name twice.
        let names = detail.action.columns.map { $0 == "attempts" ? "attempt_count" : $0 }
        var members = JSONRow.members(names, row)
        members.append(("alerts", JSONRow.array(detail.alerts)))
        members.append(("attempts", JSONRow.array(detail.attempts)))
        members.append(("events", JSONRow.array(detail.events)))
        return JSONText.object(members) + "\n"
    }

    private static func text(_ detail: ActionDetail, _ row: [Cell]) -> String {
        let width = detail.action.columns.map(\.count).max() ?? 0
        var text = ""
        for (name, cell) in zip(detail.action.columns, row) where cell != .null {
            text += name + String(repeating: " ", count: width - name.count + 2) + VisibleText.of(cell.plain) + "\n"
        }
        text += table("alerts", detail.alerts, ["alert_key", "alert_id", "outcome", "source_file", "received_at"])
        text += table(
            "attempts", detail.attempts,
            ["attempt_id", "operation", "started_at", "finished_at", "http_status", "outcome", "error_code"])
        text += table(
            "events", detail.events, ["event_id", "at", "actor", "event", "from_state", "to_state", "reason", "detail"])
        return text
    }

    /// An event that has no detail has an empty object.
    private static func cell(_ cell: Cell) -> String { cell.plain == "{}" ? "" : VisibleText.of(cell.plain) }

    private static func table(_ title: String, _ rows: Rows, _ shown: [String]) -> String {
        let cells = rows.rows.map { row in shown.map { cell(rows.cell($0, of: row)) } }
        let surroundings = Surroundings.current
        return "\n\(title)\n"
            + TableText(heads: shown, width: surroundings.width, colours: surroundings.colours).text(cells)
    }
}
