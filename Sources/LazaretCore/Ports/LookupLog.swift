/// The action log, as the lookups before a POST see it: which machine or file is to be asked about next, and the answers.
public protocol LookupLog: CallLog {
    /// Up to `limit` machines (or files) of due actions without a fresh answer, in the order in which the actions leave the
    /// queue. `operation`: `machine` or `file`.
    func dueLookups(_ operation: Operation, tenant: String, limit: Int, at now: Moment) async throws -> DueLookups

    /// What a call answered, with its row, in one transaction.
    func record(_ answer: LookupAnswer, call: FinishedCall, at now: Moment) async throws
}

public enum LookupSubject: Hashable, Sendable {
    case machine(MachineID)
    case file(SHA1Hash)

    public var operation: Operation {
        switch self {
        case .machine: .machine
        case .file: .file
        }
    }

    /// The machine's id, or the hash.
    public var id: String {
        switch self {
        case .machine(let id): id.description
        case .file(let sha1): sha1.description
        }
    }
}

public struct DueLookups: Hashable, Sendable {
    public var subjects: [DueLookup]
    /// When a failed one may be asked again, where nothing is due before.
    public var next: Instant?

    public init(subjects: [DueLookup], next: Instant?) {
        self.subjects = subjects
        self.next = next
    }
}

public struct DueLookup: Hashable, Sendable {
    public var subject: LookupSubject
    /// The first action that waits for it.
    public var actionID: Int64
    /// Tries in a row that got no answer.
    public var tries: Int

    public init(subject: LookupSubject, actionID: Int64, tries: Int) {
        self.subject = subject
        self.actionID = actionID
        self.tries = tries
    }
}

/// What one call brought, and how long it counts.
public struct LookupAnswer: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case machine(LookedUp<MachineRecord>)
        case file(LookedUp<FileRecord>)
        /// No answer yet: it is asked again.
        case tryAgain
    }

    public var tenant: String
    public var subject: LookupSubject
    public var content: Content
    /// An answer counts until then; without one, it is asked again then.
    public var until: Instant
    public var tries: Int

    public init(tenant: String, subject: LookupSubject, content: Content, until: Instant, tries: Int) {
        self.tenant = tenant
        self.subject = subject
        self.content = content
        self.until = until
        self.tries = tries
    }
}
