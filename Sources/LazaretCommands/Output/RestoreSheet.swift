import ActionLog
import LazaretCore

/// The printed sheet: a block a machine, to be handed to whoever sits at it. (defender-api, section 1.2)
struct RestoreSheet {
    /// On the machine, in a command prompt that runs as administrator.
    static let command =
        #""%ProgramFiles%\Windows Defender\MpCmdRun.exe" -Restore -Name EUS:Win32/CustomEnterpriseBlock -All"#

    static let caveats = [
        "Restoring is done on the machine itself: the API has no call for it.",
        "The command restores every file that was quarantined on that machine by a custom block in the last 30 days, not only the ones named here.",
        "Where Defender lists the threat as EUS:Win32/CustomEnterpriseBlock!cl, give that name.",
        "A file that is older in quarantine, or that Defender could not keep, may not come back.",
        "Registry keys and other persistence that were removed with the file are not put back, and processes are not started again.",
        "A file that is still blocked by an indicator, or alerted on again, is quarantined again: lift that first.",
    ]

    private let surroundings = Surroundings.current
    private let progress = Progress("quarantines", streams: true)
    private var machine: String?
    private(set) var count = 0

    mutating func add(_ row: [Cell]) throws {
        let facts = Rows(columns: ActionLog.quarantineColumns)
        func text(_ column: String) -> String { VisibleText.of(facts.cell(column, of: row).plain) }
        let id = text("machine_id")
        if machine != id {
            if machine != nil { try surroundings.write("\n") }
            let name = text("machine_name")
            try surroundings.write(
                "machine \(name.isEmpty ? "(no name)" : name)  \(id)\n  as administrator, on the machine:\n"
                    + "    \(Self.command)\n")
            machine = id
        }
        count += 1
        progress.count = count
        let fileName = text("file_name")
        var lines = ["  \(fileName.isEmpty ? "(no file name)" : fileName)", "    sha1      \(text("sha1"))"]
        lines.append("    when      \(text("finished_at"))")
        lines.append("    why       " + why(text("title"), alerts: text("alert_ids")))
        lines.append("    comment   \(text("comment"))")
        let requestor = text("requestor")
        let by = requestor.isEmpty ? "" : ", asked of Defender by \(requestor)"
        lines.append(
            "    action    \(text("action_id")) of tenant \(text("tenant")), MachineAction \(text("machine_action_id"))\(by)"
        )
        if facts.cell("adopted", of: row).integer == 1 { lines.append("    note      adopted: somebody else began it") }
        try surroundings.write(lines.joined(separator: "\n") + "\n")
    }

    func finish() throws {
        progress.finish()
        if count == 0 { return }
        try surroundings.write("\nbefore restoring\n" + Self.caveats.map { "  - \($0)\n" }.joined())
    }

    private func why(_ title: String, alerts: String) -> String {
        switch (title.isEmpty, alerts.isEmpty) {
        case (true, true): "see lazaret show"
        case (true, false): "alert \(alerts)"
        case (false, true): title
        case (false, false): "\(title) (alert \(alerts))"
        }
    }
}
