public import LazaretCore

/// What the status page shows, gathered anew for each request. Texts may come from alerts and from the API: the page escapes
/// every one of them.
public struct StatusReport: Sendable {
    /// Empty: ready.
    public var notReady: [String]
    public var version: String
    public var at: Instant
    /// dryRun | approve | enforce
    public var mode: String
    public var pauses: [Pause]
    public var gauges: [Gauge]
    public var counts: [(state: ActionState, count: Int)]
    /// What waits for the quota, and how long that takes at full quota; nil where no window tells.
    public var backlog: Int
    public var drain: Duration?
    public var oldestUnsent: Duration?
    public var oldestOpen: Duration?
    public var filesWaiting: Int
    public var hours: [Hour]
    public var held: [Action]
    public var failures: [Action]
    public var recent: [Action]
    public var search: Search?

    public init(
        notReady: [String] = [], version: String = "", at: Instant, mode: String = "", pauses: [Pause] = [],
        gauges: [Gauge] = [], counts: [(state: ActionState, count: Int)] = [], backlog: Int = 0, drain: Duration? = nil,
        oldestUnsent: Duration? = nil, oldestOpen: Duration? = nil, filesWaiting: Int = 0, hours: [Hour] = [],
        held: [Action] = [], failures: [Action] = [], recent: [Action] = [], search: Search? = nil
    ) {
        self.notReady = notReady
        self.version = version
        self.at = at
        self.mode = mode
        self.pauses = pauses
        self.gauges = gauges
        self.counts = counts
        self.backlog = backlog
        self.drain = drain
        self.oldestUnsent = oldestUnsent
        self.oldestOpen = oldestOpen
        self.filesWaiting = filesWaiting
        self.hours = hours
        self.held = held
        self.failures = failures
        self.recent = recent
        self.search = search
    }

    public func count(of state: ActionState) -> Int { counts.first { $0.state == state }?.count ?? 0 }
}

extension StatusReport {
    /// Something that keeps calls from leaving: the kill switch, or a lane.
    public struct Pause: Sendable {
        public var what: String
        public var why: String
        /// The command that ends it; nil where it ends by itself.
        public var command: String?

        public init(what: String, why: String, command: String? = nil) {
            self.what = what
            self.why = why
            self.command = command
        }
    }

    /// One quota window of one lane.
    public struct Gauge: Sendable {
        public var tenant: String
        public var operation: String
        public var window: Duration
        public var limit: Int
        public var used: Int

        public init(tenant: String, operation: String, window: Duration, limit: Int, used: Int) {
            self.tenant = tenant
            self.operation = operation
            self.window = window
            self.limit = limit
            self.used = used
        }
    }

    /// What became final within one hour of the last day.
    public struct Hour: Sendable {
        /// UTC, `12:00`.
        public var label: String
        public var counts: [ActionState: Int]

        public init(label: String, counts: [ActionState: Int]) {
            self.label = label
            self.counts = counts
        }
    }

    public struct Search: Sendable {
        public var text: String
        public var actions: [Action]

        public init(text: String, actions: [Action]) {
            self.text = text
            self.actions = actions
        }
    }

    /// A row of `machine_actions`, as far as the page shows it.
    public struct Action: Sendable {
        public var id: Int64
        public var tenant: String
        public var machine: String
        public var machineName: String?
        public var sha1: String
        public var fileName: String?
        public var state: String
        /// Reason, Defender's status, error: whatever tells more.
        public var detail: String
        public var updatedAt: String

        public init(
            id: Int64, tenant: String, machine: String, machineName: String? = nil, sha1: String,
            fileName: String? = nil, state: String, detail: String, updatedAt: String
        ) {
            self.id = id
            self.tenant = tenant
            self.machine = machine
            self.machineName = machineName
            self.sha1 = sha1
            self.fileName = fileName
            self.state = state
            self.detail = detail
            self.updatedAt = updatedAt
        }
    }
}
