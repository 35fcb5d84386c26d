import ActionLog
import LazaretCore

/// What a decision came to, action by action, and the exit code that follows.
final class DecisionReport {
    static let columns = ["action_id", "result", "from_state", "to_state", "message"]

    private let verb: OperatorVerb
    private let isNamed: Bool
    private let format: OutputFormat
    /// Written when all is decided: a reader who goes away, or a full disk behind standard output, must not end it half-way.
    private var rows: [[Cell]] = []
    private var lines: [String] = []
    private var changed = 0
    private var refused = 0
    private var ownRequests = 0
    private var missing = 0
    private(set) var hasQueued = false

    init(verb: OperatorVerb, format: OutputFormat, isNamed: Bool) {
        self.verb = verb
        self.isNamed = isNamed
        self.format = format
    }

    var hasChanges: Bool { changed > 0 }

    func add(_ decided: Decided) {
        let row = DecisionRow(verb: verb, decided)
        switch decided.result {
        case .changed(_, let to):
            changed += 1
            if to == .queued { hasQueued = true }
        case .cancelRequested, .cancelRequestedBefore: changed += 1
        case .refused(_, .ownRequest):
            ownRequests += 1
            refused += 1
        case .refused: refused += 1
        case .notFound: missing += 1
        }
        if format != .table {
            rows.append([
                .integer(decided.action), .text(row.result), .optional(row.from), .optional(row.to),
                .text(row.message),
            ])
        } else if isNamed {
            lines.append("action \(decided.action): \(row.message)\n")
        }
    }

    func finish() throws {
        guard format == .table else {
            let writer = RowWriter(format, columns: Self.columns)
            for row in rows { try writer.add(row) }
            return try writer.finish()
        }
        if !isNamed && changed > 0 { lines.append("\(verb.past): \(Count.of(changed, "action"))\n") }
        if !isNamed && refused > 0 { lines.append("left as they are: \(refused)\n") }
        if !lines.isEmpty { try Surroundings.current.write(lines.joined()) }
        lines = []
    }

    /// Nothing to throw where each named action, or any of a selection, was decided.
    func throwFailure() throws {
        guard changed + refused + missing > 0 else {
            throw CommandFailure(.nothingMatched, "somebody else was first: nothing is left to \(verb.rawValue)")
        }
        if refused + missing == 0 || (!isNamed && changed > 0) { return }
        if refused + changed == 0 {
            throw CommandFailure(.nothingMatched, "no such action; `lazaret actions` lists them")
        }
        let all = Count.of(changed + refused + missing, "action")
        let count = "\(refused + missing) of \(all) left as before"
        throw CommandFailure(ownRequests == refused + missing ? .noPermission : .failed, count)
    }
}

/// `1 action`, `2 actions`.
enum Count {
    static func of(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
}

/// One action's line.
struct DecisionRow {
    var result: String
    var from: String?
    var to: String?
    var message: String

    init(verb: OperatorVerb, _ decided: Decided) {
        let id = decided.action
        switch decided.result {
        case .changed(let old, let new):
            (result, from, to) = (verb.past, old.rawValue, new.rawValue)
            message =
                new == .held
                ? "held, another person must approve it (was \(old.rawValue))"
                : "\(verb.past) (\(old.rawValue) -> \(new.rawValue))"
        case .cancelRequested(let state):
            (result, from, to) = ("cancel_requested", state.rawValue, state.rawValue)
            message = "is \(state.rawValue); Defender is asked to cancel it" + Self.whose(decided)
        case .cancelRequestedBefore(let state):
            (result, from, to) = ("cancel_requested", state.rawValue, state.rawValue)
            message = "is \(state.rawValue); Defender is being asked already to cancel it" + Self.whose(decided)
        case .refused(let state, let refusal):
            (result, from, to) = ("refused", state.rawValue, state.rawValue)
            message = Self.text(refusal, id)
        case .notFound:
            (result, message) = ("not_found", "there is none")
        }
    }

    /// An adopted action is not ours: cancelling it is about somebody else's work, which is said.
    private static func whose(_ decided: Decided) -> String {
        guard let person = decided.beganBy else { return "" }
        return " (adopted: begun by " + (person.isEmpty ? "somebody else" : VisibleText.of(person))
            + ", not by Lazaret)"
    }

    private static func text(_ refusal: OperatorVerb.Refusal, _ id: Int64) -> String {
        switch refusal {
        case .notHeld(let state): "is \(state.rawValue), not held; there is nothing to approve"
        case .hasLeft(let state): "is \(state.rawValue), has left; `lazaret cancel \(id)` asks Defender to cancel it"
        case .isFinal(.succeeded): "has succeeded, which is final; see `lazaret restore-sheet` to undo it"
        case .isFinal(let state):
            "is \(state.rawValue), which is final; `lazaret retry \(id)` puts it back in the queue"
        case .notFinal(let state): "is \(state.rawValue); only what is finished can be retried"
        case .hasSucceeded: "has succeeded; there is nothing to retry"
        case .ownRequest(let person):
            VisibleText.of("was put there by \(person); policy.approvalByOther wants another person to approve it")
        case .twin(let other): "would be the second for its machine and file; see `lazaret show \(other)`"
        }
    }
}

extension OperatorVerb {
    /// The word of the outcome.
    var past: String {
        switch self {
        case .approve: "approved"
        case .deny: "denied"
        case .retry: "retried"
        case .cancel: "cancelled"
        }
    }
}
