/// The bounded words of the `reason` columns (contract, sections 5 and 8).
public enum Reason: String, CaseIterable, Sendable {
    // held
    case approval
    case byOperator = "operator"
    case blastRadius = "blast_radius"
    case fileLimit = "file_limit"
    case canary
    case canaryFailed = "canary_failed"
    // held or denied, as `policy.lookupRules` has it
    case lookupUnavailable = "lookup_unavailable"
    case unknownMachine = "unknown_machine"
    case mergedMachine = "merged_machine"
    case protectedTag = "protected_tag"
    case highValue = "high_value"
    case unsupportedOS = "unsupported_os"
    case notOnboarded = "not_onboarded"
    case trustedSigner = "trusted_signer"
    case prevalent
    // alert skipped
    case lowSeverity = "low_severity"
    case stale, handled
    // denied
    case protectedFile = "protected_file"
    case protectedMachine = "protected_machine"
    case approvalTimeout = "approval_timeout"
    // queued again, unconfirmed
    case retry
    case throttled
    case laneFault = "lane_fault"
    case notSent = "not_sent"
    case behindForeign = "behind_foreign_action"
    case alreadyRunning = "already_running"
    case unknownOutcome = "unknown_outcome"
    case crashed
    case notFound = "not_found"
    // expired
    case maximumAge = "maximum_age"
    case maximumAttempts = "maximum_attempts"
}
