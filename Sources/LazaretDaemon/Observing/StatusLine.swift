import ActionLog
import LazaretCore

/// How things stand, in the one line of `systemctl status`.
enum StatusLine {
    static func text(_ summary: LogSummary, mode: String, notReady: [String]) -> String {
        var parts = [mode]
        let open = count(summary, .submitted) + count(summary, .unconfirmed)
        for (number, what) in [
            (summary.backlog, "to send"), (open, "open at Defender"), (count(summary, .held), "held for a person"),
        ] where number > 0 {
            parts.append("\(number) \(what)")
        }
        if parts.count == 1 { parts.append("nothing to do") }
        if !notReady.isEmpty { parts.append("not ready: " + notReady.joined(separator: ", ")) }
        return parts.joined(separator: "; ")
    }

    private static func count(_ summary: LogSummary, _ state: ActionState) -> Int {
        summary.actions.first { $0.state == state }?.count ?? 0
    }
}
