import ActionLog
import LazaretCore

/// What pause and resume came to.
struct KillSwitchReport {
    var changed: Bool
    /// As it is now; nil: not paused.
    var pause: KillSwitch?
    /// What a resume took back.
    var before: KillSwitch?

    func write(_ format: OutputFormat) throws {
        let columns = ["paused", "changed", "at", "actor", "reason"]
        let row: [Cell] = [
            .text(pause == nil ? "false" : "true"), .text(changed ? "true" : "false"),
            .optional(pause?.at.description), .optional(pause?.actor), .optional(pause?.reason),
        ]
        let surroundings = Surroundings.current
        switch format {
        case .table: try surroundings.write(VisibleText.of(sentence) + "\n")
        case .json, .jsonl:
            let members = zip(columns, row).map { name, cell in
                (name, name == "paused" || name == "changed" ? cell.plain : cell.json)
            }
            try surroundings.write(JSONText.object(members) + "\n")
        case .csv: try surroundings.write(CSVText.line(columns) + CSVText.line(row.map(\.plain)))
        }
    }

    private var sentence: String {
        if let pause {
            let already = changed ? "paused" : "paused already"
            return "\(already), since \(pause.at) by \(pause.actor): \(pause.reason)"
        }
        guard let before else { return "not paused" }
        return "resumed; it was paused since \(before.at) by \(before.actor): \(before.reason)"
    }
}
