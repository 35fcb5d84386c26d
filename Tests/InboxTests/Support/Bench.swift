import LazaretCore
import LazaretTestKit

@testable import Inbox

/// An inbox in a temporary directory with everything around it.
struct Bench: Sendable {
    let root: String
    var settings: InboxSettings
    var mapper = ScriptedMapper()
    var log = MemoryIntakeLog()
    var witness = Witness()
    var time: any TimeSource = RealTime()
    var watcher: DirectoryWatcher?
    var probe: ArchiveProbe = { (_) throws(SystemFailure) in }

    var inbox: String { settings.directory }
    var accepted: String { settings.accepted }
    var rejected: String { settings.rejected }
    /// What was accepted, on whatever days: a test may run over midnight.
    func acceptedNames() throws -> [String] {
        try Files.names(accepted).flatMap { try Files.names("\(accepted)/\($0)") }.sorted()
    }

    init(_ root: String, settle: Duration = .zero, tenants: [String] = [], accepted: String? = nil) throws {
        self.root = root
        settings = InboxSettings(
            directory: root + "/inbox", accepted: accepted ?? root + "/accepted", rejected: root + "/rejected",
            tenants: tenants, maximumFileSize: 64 << 10, settle: settle)
        try InboxDirectories.create(inbox, mode: InboxDirectories.inboxMode)
        for tenant in tenants { try Files.makeDirectory(inbox + "/" + tenant) }
    }

    static func with<Answer>(
        settle: Duration = .zero, tenants: [String] = [], _ body: (Bench) async throws -> Answer
    ) async throws -> Answer {
        try await withTemporaryDirectory { try await body(Bench($0, settle: settle, tenants: tenants)) }
    }

    func service() -> IntakeService {
        let rules = IntakeRules(policy: PolicyRules(), tenants: TenantDirectory(entries: []))
        return IntakeService(
            settings: settings, mapper: mapper, log: log, rules: { rules }, time: time, watcher: watcher,
            report: witness.report, probe: probe)
    }

    /// One scan, and all that follows from it.
    func runOnce() async { await service().run(triggers: AsyncStream { $0.finish() }) }

    /// Runs intake beside `body`, which alone triggers it: for clocks on which nobody waits. Ends when all is done.
    func triggered(_ body: (AsyncStream<IntakeTrigger>.Continuation) async throws -> Void) async throws {
        let (triggers, trigger) = AsyncStream<IntakeTrigger>.makeStream()
        let service = service()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await service.run(triggers: triggers) }
            try await body(trigger)
            trigger.finish()
            try await group.waitForAll()
        }
    }

    /// Runs the whole service beside `body`, and stops it.
    func running(_ body: (IntakeService) async throws -> Void) async throws {
        let service = service()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            try await body(service)
            group.cancelAll()
        }
    }
}
