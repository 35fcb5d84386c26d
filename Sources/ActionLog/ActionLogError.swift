import GRDB
public import LazaretCore

/// What can go wrong with the action log. `label` is bounded (logs, metrics); the text is SQLite's own.
public enum ActionLogError: Error, Hashable, Sendable {
    /// No room on the disk (SQLITE_FULL). The transaction was rolled back.
    case full(String)
    /// The file or its directory may not be written.
    case readOnly(String)
    /// Another process held the write lock for longer than the busy time-out.
    case busy(String)
    /// The file is damaged, or is no database at all.
    case corrupt(String)
    /// The disk failed (SQLITE_IOERR).
    case inputOutput(String)
    /// There is no such file, or it or its directory cannot be opened.
    case cannotOpen(String)
    /// A database of another program: its application id is not ours.
    case notAnActionLog(String)
    /// Written by a newer version of Lazaret: it is left alone.
    case schemaIsNewer(found: Int, known: Int)
    /// Written by an older version, and this access may not migrate it: the daemon does when it starts.
    case schemaIsOlder(found: Int, known: Int)
    /// A setting that durability rests on did not take: `synchronous` or `journal_mode`.
    case notDurable(String)
    /// A change found its action in another state than the one it leaves; nothing was written.
    case stateConflict(action: Int64, expected: ActionState, found: ActionState?)
    /// A call was closed twice, or was never begun; nothing was written.
    case attemptConflict(attempt: Int64)
    /// A change that the state machine does not have, or that lacks a value its new state needs; nothing was written.
    case impossibleChange(action: Int64, String)
    /// Another daemon has taken over this action log since ``ActionLog/recover(at:)``: this one may not act any more.
    case superseded
    /// A constraint of the schema, or any other answer of SQLite: a defect of the program.
    case other(code: Int, String)

    /// A bounded word for logs and metrics.
    public var label: String {
        switch self {
        case .full: "full"
        case .readOnly: "read_only"
        case .busy: "busy"
        case .corrupt: "corrupt"
        case .inputOutput: "io"
        case .cannotOpen: "cannot_open"
        case .notAnActionLog: "not_an_action_log"
        case .schemaIsNewer: "schema_is_newer"
        case .schemaIsOlder: "schema_is_older"
        case .notDurable: "not_durable"
        case .stateConflict: "state_conflict"
        case .attemptConflict: "attempt_conflict"
        case .impossibleChange: "impossible_change"
        case .superseded: "superseded"
        case .other: "other"
        }
    }
}

extension ActionLogError: CustomStringConvertible {
    /// For people: what is the matter in plain words, SQLite's own beside it, and what to do where that is known.
    public var description: String {
        switch self {
        case .full(let text): "the disk is full (\(text)); make room, nothing is lost"
        case .readOnly(let text):
            "the action log may not be written (\(text)); write to it as the service's user, who also owns its directory"
        case .busy(let text): "another process holds the action log (\(text)); try again"
        case .corrupt(let text):
            "the action log is damaged or no database (\(text)); stop the daemon, keep the file, restore a backup"
        case .inputOutput(let text): "the disk failed (\(text))"
        case .cannotOpen(let text): "the action log cannot be opened (\(text)); does it exist, and may you read it?"
        case .notAnActionLog: "a database, and not an action log"
        case .schemaIsNewer(let found, let known):
            "the action log is of a newer version (schema \(found), this program knows \(known)); install that version"
        case .schemaIsOlder(let found, let known):
            "the action log is of an older version (schema \(found) of \(known)); the daemon brings it up when it starts"
        case .notDurable(let text): "the action log would not be durable (\(text))"
        case .stateConflict(let action, let expected, let found):
            "action \(action) is \(found?.rawValue ?? "gone"), not \(expected.rawValue): somebody else was first"
        case .attemptConflict(let attempt): "call \(attempt) is closed already, or was never begun"
        case .impossibleChange(let action, let text): "action \(action): \(text)"
        case .superseded: "another daemon has taken over this action log"
        case .other(let code, let text): "SQLite: \(text) (\(code))"
        }
    }
}

extension ActionLogError {
    /// Every error that leaves this module is one of ours.
    static func of(_ error: any Error) -> ActionLogError {
        if let error = error as? ActionLogError { return error }
        guard let error = error as? DatabaseError else { return .other(code: -1, String(describing: error)) }
        let text = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: return .full(text)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return .readOnly(text)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(text)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .corrupt(text)
        case .SQLITE_IOERR: return .inputOutput(text)
        case .SQLITE_CANTOPEN: return .cannotOpen(text)
        default: return .other(code: Int(error.extendedResultCode.rawValue), text)
        }
    }
}

extension ActionLogError: ActionLogFailure {
    public var remedy: ActionLogRemedy {
        switch self {
        case .full, .readOnly, .busy, .corrupt, .inputOutput, .cannotOpen, .notAnActionLog, .schemaIsNewer,
            .schemaIsOlder, .notDurable, .other:
            .tryAgain
        case .stateConflict, .attemptConflict, .impossibleChange: .giveUp
        case .superseded: .stop
        }
    }
}
