import Foundation
import GRDB
import LazaretTestKit
import Testing

@testable import ActionLog
@testable import LazaretCommands

/// Another process is in a write transaction when a verb wants to write.
struct BusyLogTests {
    static let verbs = [
        "approve 3", "deny 3", "cancel 3", "retry 6", "pause", "resume", "prune", "approve --all --yes",
    ]

    @Test("a verb waits, and does its work when the other has ended", arguments: verbs)
    func waits(line: String) async throws {
        try await DemoLog.with { demo in
            if line == "resume" { _ = await demo.run(["pause"]) }
            let other = OtherWriter(demo.log)
            try await other.begin()
            let run = await demo.run(
                line.split(separator: " ").map(String.init),
                patience: Patience(.seconds(60)) { other.end() })
            other.end()
            #expect(run.code == 0, "\(run)")
            #expect(try await other.hasCommitted())
        }
    }

    @Test("where the other does not end, it changes nothing and says what to do", arguments: verbs)
    func givesUp(line: String) async throws {
        try await DemoLog.with { demo in
            if line == "resume" { _ = await demo.run(["pause"]) }
            let before = try demo.log.lastEvent()
            let other = OtherWriter(demo.log)
            try await other.begin()
            let run = await demo.run(
                line.split(separator: " ").map(String.init), patience: Patience(.milliseconds(20)))
            other.end()
            #expect(try await other.hasCommitted())
            #expect(run.code == 75)
            #expect(run.output.isEmpty)
            let file = "/demo/state/actions.db"
            let said =
                "\(file): database is locked; another process is writing and did not end; nothing was changed, try again"
            let more = line == "pause" ? "; meanwhile `touch /demo/state/pause` pauses as well" : ""
            #expect(run.message == said + more)
            #expect(try demo.log.lastEvent() == before)
        }
    }

    @Test(
        "where the other comes between two transactions, it says that what was done before stays done",
        arguments: ["approve --all --yes", "prune"])
    func givesUpHalfWay(line: String) async throws {
        try await DemoLog.with { demo in
            try await demo.hold(600)
            // Past retention.
            demo.clock.advance(by: .seconds(3 * 3600))
            let before = try demo.log.lastEvent()
            let other = try LaterWriter(demo) { try demo.log.lastEvent() > before }
            let run = await demo.run(
                line.split(separator: " ").map(String.init), patience: Patience(.milliseconds(20)),
                beforeTime: { other.look() })
            try other.end()
            #expect(run.code == 75, "\(run)")
            #expect(
                run.message == """
                    /demo/state/actions.db: database is locked; another process is writing and did not end; \
                    what was done before that stays done, try again
                    """)
            #expect(try demo.log.lastEvent() > before)
            if line != "prune" { #expect(run.output == "approved: 500 actions\n") }
        }
    }

    @Test("a verb that reads does not wait at all")
    func reads() async throws {
        try await DemoLog.with { demo in
            let other = OtherWriter(demo.log)
            try await other.begin()
            for line in ["status", "actions", "show 3", "verify", "export events --format jsonl"] {
                let run = await demo.run(
                    line.split(separator: " ").map(String.init),
                    patience: Patience(.zero) { Issue.record("\(line) waited") })
                #expect(run.code == 0, "\(run)")
            }
            other.end()
            #expect(try await other.hasCommitted())
        }
    }
}

/// Takes the lock, on a connection of its own, when `isTime` at one of its looks.
private final class LaterWriter: @unchecked Sendable {
    private let lock = NSLock()
    private let database: DatabaseQueue
    private let isTime: @Sendable () throws -> Bool
    private var hasLock = false

    init(_ demo: DemoLog, isTime: @escaping @Sendable () throws -> Bool) throws {
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: demo.directory + "/state/actions.db", configuration: configuration)
        self.isTime = isTime
    }

    func look() {
        lock.withLock {
            do {
                guard !hasLock, try isTime() else { return }
                try database.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
                hasLock = true
            } catch {
                Issue.record(error)
            }
        }
    }

    func end() throws {
        try lock.withLock {
            try #require(hasLock)
            try database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        }
    }
}

/// A write transaction on a connection of its own, open until it is told to end.
private final class OtherWriter: @unchecked Sendable {
    private let log: ActionLog
    private let release = DispatchSemaphore(value: 0)
    private var transaction: Task<Void, any Error>?

    init(_ log: ActionLog) { self.log = log }

    /// Returns when it has the lock.
    func begin() async throws {
        let (began, tell) = AsyncStream.makeStream(of: Void.self)
        let (log, release) = (log, release)
        transaction = Task {
            try await log.database.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    tell.yield()
                    release.wait()
                    return .commit
                }
            }
        }
        for await _ in began { return }
    }

    /// May be called more than once.
    func end() { release.signal() }

    func hasCommitted() async throws -> Bool {
        try await transaction?.value
        return transaction != nil
    }
}
