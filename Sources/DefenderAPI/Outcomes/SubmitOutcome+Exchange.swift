import HTTPTransport
import LazaretCore

/// What a submitting POST came to. The rule of every row: *refused* only where the service says so of this item; *not sent*
/// only where that is certain; whatever may have had an effect is *unknown* and looked for before any resend.
///
/// | answer | outcome | why (defender-api) |
/// |---|---|---|
/// | 201, machine, type, file and marker ours | accepted | 4.2 rule 3 |
/// | 201, same machine, type and file, another marker | adopted | 4.1: an open action may be given back |
/// | 201, another machine, type or file | foreign | 4.1: two calls were merged into one action |
/// | 201 that cannot be read, or lacks what would tell | unknown | it was made, but which? |
/// | any other 1xx or 2xx | unknown | not documented: it may have been made |
/// | 3xx | lane fault | never followed: no token to another host |
/// | 400 `ActiveRequestAlreadyExists`, or 400 that says "already in progress" | already running | 3.3, 4.2 rule 6 |
/// | 401 | lane fault | it had no effect; delivery tries once more with a fresh token before it pauses the lane |
/// | 403 `DisallowedOperation` | refused | 3.2: about this item |
/// | 403 `DisabledFeature`, `Forbidden`, anything else | lane fault | 3.2: configuration; a block page also says 403 |
/// | 407 | unknown | only something in between speaks so |
/// | 408, 425 | unknown | the request was there; gateways say it also when the service behind them is slow |
/// | 409 | unknown | a conflict with something that may be our own action: a look tells |
/// | 429 | throttled | 3.4 |
/// | any other 4xx with a web page as its body | unknown | a gateway or a wrong host speaks, not the service about this item |
/// | any other 4xx | refused | 3.2: terminal for the item |
/// | 5xx, and any other status | unknown | 3.2: a POST is ambiguous |
/// | no answer, no byte left | not sent | certain |
/// | no answer, a byte may have left | unknown | |
/// | no token: refused, unavailable, credential unusable | lane fault | nothing was sent |
/// | no token: the call was cancelled | not sent | nothing was sent |
/// | its time to leave had passed | not sent | the process was stopped, another may have posted since |
extension SubmitOutcome {
    static func judge(_ result: Exchange.Result, for submission: Submission) -> SubmitOutcome {
        switch result {
        case .answer(let response): judge(response, for: submission)
        case .noAnswer(let error): error.requestMayHaveLeft ? .unknown : .notSent
        case .noToken(let failure): failure.laneFault.map { .laneFault($0) } ?? .notSent
        case .tooLate: .notSent
        case .unusable: .refused
        }
    }

    private static func judge(_ response: HTTPResponse, for submission: Submission) -> SubmitOutcome {
        if let fault = LaneFault(response) { return .laneFault(fault) }
        switch response.status {
        case 201: return judge(MachineAction(json: response.body), for: submission)
        case 429: return .throttled
        case 407, 408, 409, 425: return .unknown
        case 400...499:
            let body = ErrorBody(response)
            if response.status == 400, body.has(code: "ActiveRequestAlreadyExists") || body.saysAlreadyInProgress {
                return .alreadyRunning
            }
            return body.isPage ? .unknown : .refused
        default: return .unknown
        }
    }

    /// A 201's action against what was asked. What contradicts decides first; our marker is proof, since it is in no other
    /// comment; without it machine, type and file must all be there to adopt.
    private static func judge(_ action: MachineAction?, for submission: Submission) -> SubmitOutcome {
        guard let action else { return .unknown }
        // A file named by another algorithm's hash can be neither confirmed nor denied.
        let isSHA1 = agrees(action.fileIdentifierType, "Sha1") ?? true
        let facts = [
            agrees(action.machineID, submission.machineID.description),
            agrees(action.type, MachineAction.stopAndQuarantine),
            isSHA1 ? agrees(action.fileIdentifier, submission.sha1.description) : nil,
        ]
        if facts.contains(false) { return .foreign(action) }
        if let comment = action.requestorComment, submission.marker.marks(comment) { return .accepted(action) }
        return facts.contains(nil) ? .unknown : .adopted(action)
    }

    /// Nil where the answer does not say.
    private static func agrees(_ text: String?, _ expected: String) -> Bool? {
        guard let text, !text.isEmpty else { return nil }
        return text.lowercased() == expected.lowercased()
    }
}
