import Configuration
import LazaretCore

/// One harmless read call: a List of at most one MachineAction.
enum ReadCallRow {
    static func of(_ answer: ReadAnswer<ActionPage>, tenant: TenantSection) -> Finding {
        switch answer.outcome {
        case .ok: return Finding("read call", tenant.name, .ok, "\(tenant.apiBase) answers")
        case .throttled:
            return Finding(
                "read call", tenant.name, .note, "\(tenant.apiBase) answers, and throttles (429)",
                remedy: "others use this application's quota too: set throttle.share to our part of it")
        case .laneFault(let fault):
            return Finding("read call", tenant.name, .wrong, fault.message, remedy: remedy(fault, tenant))
        case .notFound, .failed, .refused:
            let report = answer.report
            let message = report.errorMessage ?? report.errorCode ?? "no answer"
            let row = Finding(
                "read call", tenant.name, .wrong, message,
                remedy: "check apiBase (\(tenant.apiBase)) and the rows about its host")
            return report.httpStatus == nil ? row.aboutReaching() : row
        }
    }

    private static func remedy(_ fault: LaneFault, _ tenant: TenantSection) -> String {
        switch fault.kind {
        case .unauthorized: "the token is not for this host: check that apiBase, scope and cloud belong together"
        case .forbidden: "grant what the role rows name; a role granted a moment ago shows in the next token"
        case .disabledFeature: "enable the feature in the Defender portal, or check the licence"
        case .redirect: "apiBase is not the API itself, or a proxy wants a person to log in first"
        case .tokenRefused, .tokenUnavailable, .credential: "see the sign-in row"
        }
    }
}
