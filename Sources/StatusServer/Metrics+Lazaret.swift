import LazaretCore

extension Metrics {
    /// Every family of contract section 6, counters at 0.
    public static func lazaret(version: String, commit: String) -> Metrics {
        let metrics = Metrics()
        metrics.declare("lazaret_build_info", .gauge, help: "Always 1; the version is in the labels.")
        metrics.set("lazaret_build_info", 1, [("version", version), ("commit", commit)])
        metrics.declare("lazaret_alerts_total", .counter, help: "Alerts taken from the inbox, by outcome.")
        for outcome in ["mapped", "skipped", "duplicate", "rejected"] {
            metrics.add("lazaret_alerts_total", 0, [("outcome", outcome)])
        }
        metrics.declare("lazaret_actions", .gauge, help: "Actions in the action log, by state.")
        for state in ActionState.allCases { metrics.set("lazaret_actions", 0, [("state", state.rawValue)]) }
        metrics.declare("lazaret_submissions_total", .counter, help: "POSTs of an action, by what they came to.")
        for result in submissionResults { metrics.add("lazaret_submissions_total", 0, [("result", result)]) }
        metrics.declare(
            "lazaret_api_requests_total", .counter, help: "API calls, by operation and HTTP status (0: none).")
        for operation in Operation.allCases {
            metrics.add(
                "lazaret_api_requests_total", 0,
                [("operation", operation.rawValue), ("code", operation == .submit ? "201" : "200")])
        }
        metrics.declare(
            "lazaret_api_request_duration_seconds", .histogram, help: "How long API calls took.",
            bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
        for operation in Operation.allCases {
            metrics.prepare("lazaret_api_request_duration_seconds", [("operation", operation.rawValue)])
        }
        metrics.declare(
            "lazaret_alert_to_submit_seconds", .histogram, help: "From an alert's arrival to the start of its POST.",
            bounds: [0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 3600, 21_600, 86_400])
        metrics.prepare("lazaret_alert_to_submit_seconds")
        metrics.declare(
            "lazaret_quota_remaining", .gauge, help: "Calls that may still leave in the window (its length in seconds)."
        )
        metrics.declare("lazaret_paused", .gauge, help: "1 while the kill switch is on.")
        metrics.set("lazaret_paused", 0)
        metrics.declare(
            "lazaret_oldest_unsent_age_seconds", .gauge, help: "Age of the oldest action not yet sent; 0: none.")
        metrics.set("lazaret_oldest_unsent_age_seconds", 0)
        metrics.declare("lazaret_oldest_open_age_seconds", .gauge, help: "Age of the oldest action not final; 0: none.")
        metrics.set("lazaret_oldest_open_age_seconds", 0)
        metrics.declare(
            "lazaret_inbox_files", .gauge, help: "Alert files in the inbox at this moment.")
        metrics.set("lazaret_inbox_files", 0)
        metrics.declare("lazaret_inbox_overflows_total", .counter, help: "Overflows of the inotify queue.")
        metrics.add("lazaret_inbox_overflows_total", 0)
        metrics.declare("lazaret_rule_verdicts_total", .counter, help: "Orders decided, by the deciding rule.")
        for (rule, verdict) in Rule.allCases.flatMap({ rule in rule.words.map { (rule, $0) } }) {
            metrics.add("lazaret_rule_verdicts_total", 0, [("rule", rule.rawValue), ("verdict", verdict)])
        }
        metrics.declare(
            "lazaret_token_expiry_timestamp_seconds", .gauge, help: "When the tenant's current token expires.")
        metrics.declare(
            "lazaret_certificate_expiry_timestamp_seconds", .gauge,
            help: "When the certificate that the tenant signs in with expires.")
        metrics.declare("lazaret_database_errors_total", .counter, help: "Failed reads and writes of the action log.")
        metrics.add("lazaret_database_errors_total", 0)
        metrics.declare(
            "lazaret_config_last_reload_successful", .gauge,
            help: "1 unless the last reload of the configuration or of a protected list was refused.")
        metrics.set("lazaret_config_last_reload_successful", 1)
        return metrics
    }

    private static let submissionResults = [
        "accepted", "adopted", "already_running", "foreign", "refused", "throttled", "lane_fault", "not_sent",
        "unknown",
    ]
}

extension Rule {
    /// The verdicts with which it can decide.
    fileprivate var words: [String] {
        switch self {
        case .handled, .severity, .age: ["skip"]
        case .protectedFile, .protectedMachine: ["deny"]
        case .repeats: ["attach"]
        case .lookup, .machineRecord, .machineTags, .deviceValue, .operatingSystem, .onboarding, .signer, .prevalence:
            ["hold", "deny"]
        case .fileLimit, .machinesPerFile, .actionsPerMachine, .actions, .canary, .mode: ["hold"]
        }
    }
}
