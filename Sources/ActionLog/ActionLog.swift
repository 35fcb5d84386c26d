import GRDB
import LazaretCore

import class Foundation.NSLock

/// The action log: `actions.db`, and every verb that reads or changes it. SQL is nowhere else.
///
/// A verb that writes is one transaction with one timestamp, in WAL with `synchronous=FULL`: when it returns, a power cut
/// loses nothing of it; when it throws, nothing was written. Writes run one after another on a queue of their own, never on
/// the cooperative pool, and a cancelled task cannot cancel one. Every error is an ``ActionLogError``.
public final class ActionLog: Sendable {
    let database: any DatabaseWriter

    /// The log's own id, 12 hexadecimal digits, part of every comment's marker (``Marker``).
    public let installation: String

    /// This boot's id, beside every stored ``Steady`` value.
    let boot: String

    let memory = Memory()

    /// Verbs run on the calling thread, and block it (``inMemory(installation:)``).
    let runsOnCaller: Bool

    /// The daemon's, beside its writes; nil for everybody else.
    let checkpointer: Checkpointer?

    init(
        database: any DatabaseWriter, installation: String, boot: String, runsOnCaller: Bool = false,
        checkpointer: Checkpointer? = nil
    ) {
        self.database = database
        self.checkpointer = checkpointer
        self.installation = installation
        self.boot = boot
        self.runsOnCaller = runsOnCaller
    }
}

extension ActionLog {
    /// Returns when this process has found that another daemon took the log over (a verb threw ``ActionLogError/superseded``, or
    /// ``isStillOurs(_:)`` was false for that reason), or when the task is cancelled. For one caller.
    public func untilSuperseded() async {
        for await _ in memory.takeover.stream {}
    }

    /// A hint after each transaction of this process that brought an action to its end: the outbox may have something to write, and
    /// canaries may go on. Several may come as one. For one caller.
    public var endings: AsyncStream<Void> { memory.endings.stream }

    /// The little that is not in the database: this process's fence, and how long slots of a lane matter.
    final class Memory: @unchecked Sendable {
        /// Finished when another daemon is found to have taken the log over.
        let takeover = AsyncStream.makeStream(of: Never.self)
        let endings = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
        private let lock = NSLock()
        private var fenceValue: Int64?
        private var windows: [String: Duration] = [:]

        /// The number this process put into the log when it took over; nil before that, and for operators.
        var fence: Int64? {
            get { lock.withLock { fenceValue } }
            set { lock.withLock { fenceValue = newValue } }
        }

        /// Whether the log's fence still is `own`, where this process has one; where it is not, that is told.
        func holds(_ own: Int64?, of db: Database) throws -> Bool {
            guard let own, try ActionLog.currentFence(db) != own else { return true }
            noteSuperseded()
            return false
        }

        func noteSuperseded() { takeover.continuation.finish() }

        func setWindow(_ window: Duration, tenant: String, lane: Operation) {
            lock.withLock { windows[tenant + "\n" + lane.rawValue] = window }
        }

        func window(tenant: String, lane: Operation) -> Duration? {
            lock.withLock { windows[tenant + "\n" + lane.rawValue] }
        }
    }
}
