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
        try FactsText(columns: columns, booleans: ["paused", "changed"], row: row).write(format, sentence: sentence)
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
