import ActionLog
import Configuration
import LazaretCore

/// What `status` prints, in both forms.
struct StatusText {
    var pid: Int32?
    var summary: LogSummary
    var quota: [QuotaUse]
    var configuration: Configuration
    var irregular: [String]
    var certificates: [CertificateLook]
    /// The file that pauses as long as it is there; nil where it is not.
    var pauseFile: String?
    var now: Instant

    private var drain: Int64? {
        summary.drainTime(at: configuration.throttle, now: now).map { ($0.milliseconds + 999) / 1000 }
    }

    private var pause: String {
        if let pause = summary.killSwitch {
            return VisibleText.of("since \(pause.at) by \(pause.actor): \(pause.reason)")
        }
        return pauseFile.map(PauseFile.reason) ?? "no"
    }

    private func age(_ since: Instant?) -> Int64? {
        since.map { max(0, (now - $0).milliseconds / 1000) }
    }

    private var pausedLanes: [(tenant: String, pause: LanePause)] { summary.lanes.filter { $0.pause.isShown(at: now) } }

    var json: String {
        let lanes = pausedLanes.map {
            JSONText.object([
                ("tenant", JSONText.quoted($0.tenant)), ("operation", JSONText.quoted($0.pause.lane.rawValue)),
                ("paused_until", JSONText.quoted("\($0.pause.until)")), ("reason", JSONText.quoted($0.pause.reason)),
                ("message", JSONText.quoted($0.pause.message)),
            ])
        }
        let windows = quota.map {
            JSONText.object([
                ("tenant", JSONText.quoted($0.tenant)), ("operation", JSONText.quoted($0.operation.rawValue)),
                ("window_s", number($0.windowSeconds)), ("limit", String($0.limit)), ("used", String($0.used)),
            ])
        }
        return JSONText.object([
            ("daemon", JSONText.quoted(pid == nil ? "stopped" : "running")),
            ("pid", pid.map { String($0) } ?? "null"),
            ("paused", summary.killSwitch == nil && pauseFile == nil ? "false" : "true"),
            ("pause_reason", JSONText.optional(summary.killSwitch?.reason ?? pauseFile.map(PauseFile.reason))),
            ("lanes", "[" + lanes.joined(separator: ", ") + "]"),
            ("actions", JSONText.object(summary.actions.map { ($0.state.rawValue, String($0.count)) })),
            ("quota", "[" + windows.joined(separator: ", ") + "]"),
            ("oldest_unsent_age_s", age(summary.oldestUnsent).map { String($0) } ?? "null"),
            ("oldest_open_age_s", age(summary.oldestOpen).map { String($0) } ?? "null"),
            ("drain_estimate_s", drain.map { String($0) } ?? "null"),
            ("mode", JSONText.quoted(configuration.policy.rules.mode.rawValue)),
            (
                "certificates",
                "["
                    + certificates.map {
                        JSONText.object([
                            ("tenant", JSONText.quoted($0.tenant)),
                            ("not_after", JSONText.quoted($0.notAfter.description)),
                            ("days_left", String(max(0, ($0.notAfter - now).milliseconds / 86_400_000))),
                        ])
                    }.joined(separator: ", ") + "]"
            ),
            ("irregular_files", "[" + irregular.map(JSONText.quoted).joined(separator: ", ") + "]"),
        ]) + "\n"
    }

    var table: String {
        var lines = [
            "daemon    " + (pid.map { "running (process \($0))" } ?? "stopped"),
            "mode      " + configuration.policy.rules.mode.rawValue,
            "paused    " + pause,
        ]
        for (tenant, pause) in pausedLanes {
            let lane = "lane      \(tenant)/\(pause.lane.rawValue) paused until \(pause.until): "
            lines.append(VisibleText.of(lane + "\(pause.reason) \(pause.message)"))
        }
        let counts = summary.actions.filter { $0.count > 0 }.map { "\($0.state.rawValue) \($0.count)" }
        lines.append("actions   " + (counts.isEmpty ? "none" : counts.joined(separator: ", ")))
        lines.append("unsent    " + (age(summary.oldestUnsent).map { "oldest for \($0) s" } ?? "nothing"))
        lines.append("open      " + (age(summary.oldestOpen).map { "oldest for \($0) s" } ?? "nothing"))
        if let drain, drain > 0 { lines.append("drained   in about \(drain) s at full quota") }
        for window in quota where window.used > 0 || window.operation == .submit {
            lines.append(
                "quota     \(window.tenant)/\(window.operation.rawValue): \(window.used) of \(window.limit) in \(number(window.windowSeconds)) s"
            )
        }
        for certificate in certificates { lines.append("signs in  " + VisibleText.of(certificate.text)) }
        for name in irregular { lines.append("left in the inbox, no regular file: " + VisibleText.of(name)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int64(value)) : String(value)
    }
}
