import Foundation
import GRDB
import LazaretCore
import LazaretTestKit

@testable import ActionLog

/// A real log in a directory of its own, a clock that only the test moves, and what a test says often.
final class TestLog: Sendable {
    let directory: String
    let clock: ManualTimeSource
    let log: ActionLog
    var path: String { directory + "/actions.db" }
    var now: Moment { clock.now() }

    static let installation = "0123456789ab"

    init(directory: String, clock: ManualTimeSource = ManualTimeSource()) throws {
        self.directory = directory
        self.clock = clock
        log = try ActionLog.open(path: directory + "/actions.db", access: .daemon, boot: clock.boot) {
            Self.installation
        }
    }

    static func run(_ body: (TestLog) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in try await body(TestLog(directory: directory)) }
    }

    /// Rows as the `sqlite3` shell prints them.
    func rows(_ sql: String) async throws -> [String] {
        try await log.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "" : String.fromDatabaseValue($0) ?? $0.description }
                    .joined(separator: "|")
            }
        }
    }

    func value(_ sql: String) async throws -> String { try await rows(sql).joined(separator: "\n") }

    /// Changes the database behind the log's back.
    func tamper(_ sql: String) async throws {
        try await log.write(at: now) { try $0.db.execute(sql: sql) }
    }
}

extension TestLog {
    /// As a disk that has room for so many pages and no more.
    func setMaximumPages(_ count: Int) async throws {
        try await log.database.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(count)")
        }
    }
}

let machineA = String(repeating: "a", count: 40)
let machineB = String(repeating: "b", count: 40)
let fileOne = String(repeating: "1", count: 39) + "f"
let fileTwo = String(repeating: "2", count: 39) + "f"

/// The id of the n-th of many machines.
func machine(_ number: Int) -> String { String(repeating: "0", count: 36) + String(1000 + number) }

func order(
    _ machine: String = machineA, _ sha1: String = fileOne, alert: String? = "alert-1", tenantID: String? = nil,
    severity: Severity? = .high, detectedAt: Instant? = nil, machineName: String? = nil, handled: String? = nil,
    comment: String = "Alert alert-1"
) throws -> Order {
    struct BadFixture: Error {}
    guard let machineID = MachineID(machine), let hash = SHA1Hash(sha1) else { throw BadFixture() }
    return Order(
        machineID: machineID, sha1: hash, comment: comment, alertID: alert, tenantID: tenantID, title: "Malware",
        severity: severity, detectedAt: detectedAt, fileName: "bad.exe", machineName: machineName, handled: handled)
}

/// A document's hash that is a function of `text`.
func contentHash(_ text: String) -> String {
    var encoder = EventEncoder()
    encoder.add(text)
    return encoder.hash()
}

func document(_ content: String, _ orders: [Order]) -> MappedDocument {
    let alert = MappedAlert(alertID: orders.first?.alertID, items: orders.map { .order($0) })
    return MappedDocument(contentSHA256: contentHash(content), result: .mapped(mapping: "flat", alerts: [alert]))
}

func file(_ name: String, _ documents: [MappedDocument], subdirectory: String? = nil) -> IntakeFile {
    IntakeFile(sourceFile: name, subdirectory: subdirectory, mapped: MappedFile(documents: documents))
}

func file(_ name: String, _ orders: Order...) -> IntakeFile { file(name, [document(name, orders)]) }

extension PolicyRules {
    /// Enforce, and no rail but those a test asks for.
    static func open(_ change: (inout PolicyRules) -> Void = { _ in }) -> PolicyRules {
        var rules = PolicyRules(
            mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0)
        change(&rules)
        return rules
    }
}

let twoTenants = TenantDirectory(entries: [
    .init(name: "default", tenantID: "11111111-2222-3333-4444-555555555555"),
    .init(name: "other", tenantID: "99999999-2222-3333-4444-555555555555"),
])

extension TestLog {
    @discardableResult
    func takeIn(_ files: IntakeFile..., rules: PolicyRules = .open()) async throws -> [IntakeReceipt] {
        try await log.takeIn(files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: now)
    }

    func claimResult(_ rules: PolicyRules = .open(), retry: RetryPolicy = RetryPolicy()) async throws -> ClaimResult {
        try await log.claim(
            ClaimRequest(tenant: "default", rules: rules, retry: retry, deadline: now.steady + .seconds(70)), at: now)
    }

    /// The cancel that is due, if any.
    func dueCancel() async throws -> CancelTask? {
        guard case .due(let task) = try await log.dueCancel(tenant: "default", at: now) else { return nil }
        return task
    }

    struct NothingClaimed: Error {
        var result: ClaimResult
    }

    func claim(_ rules: PolicyRules = .open()) async throws -> Claim {
        let result = try await claimResult(rules)
        guard case .claimed(let claim) = result else { throw NothingClaimed(result: result) }
        return claim
    }

    func finished(_ attempt: Int64, _ outcome: String = "accepted", usedQuota: Bool = true) -> FinishedCall {
        FinishedCall(
            attemptID: attempt, outcome: outcome,
            report: CallReport(startedAt: now.wall, finishedAt: now.wall, httpStatus: 201), usedQuota: usedQuota)
    }

    func record(_ claim: Claim, _ outcome: String, _ change: ActionChange) async throws {
        try await log.record(claim, call: finished(claim.attemptID, outcome), change: change, at: now)
    }

    func record(_ look: Look, _ outcome: String, _ change: ActionChange) async throws {
        let call = CallIntent(
            tenant: "default", operation: .find, actionID: look.actionID, deadline: now.steady + .seconds(70))
        let attempt = try await log.begin(call, at: now)
        try await log.record(look, call: finished(attempt, outcome), change: change, at: now)
    }

    func dueLook() async throws -> Look {
        let due = try await log.dueLook(tenant: "default", at: now)
        guard case .due(let look) = due else { throw NothingDue(result: due) }
        return look
    }

    struct NothingDue: Error {
        var result: DueLook
    }

    /// The POST was accepted: the action is Defender's.
    func accept(_ claim: Claim, id: String? = nil) async throws {
        try await record(
            claim, "accepted",
            ActionChange(
                from: .sending, to: .submitted, dueAt: now.wall + .seconds(15),
                machineAction: machineAction("Pending", id: id ?? "guid-\(claim.actionID)"), adopted: false,
                countsAttempt: true))
    }

    /// Tracking sees `status`.
    func track(_ action: Int64, _ status: String, comment: String? = nil) async throws {
        let call = CallIntent(tenant: "default", operation: .list, deadline: now.steady + .seconds(70))
        let attempt = try await log.begin(call, at: now)
        var seen = machineAction(status, id: "guid-\(action)")
        seen.requestorComment = comment
        let sighting = Sighting(
            actionID: action, machineAction: seen,
            nextCheck: now.wall + .seconds(15))
        try await log.record([sighting], call: finished(attempt, "ok"), at: now)
    }

    /// One action from the queue to this final status.
    func drive(_ rules: PolicyRules = .open(), to status: String) async throws {
        let claim = try await claim(rules)
        try await accept(claim)
        try await track(claim.actionID, status)
    }
}

func machineAction(_ status: String, id: String, hResult: Int64? = nil) -> MachineAction {
    MachineAction(
        id: id, type: MachineAction.stopAndQuarantine, status: .init(status), requestor: "Lazaret app",
        computerDNSName: "pc.example.com", errorHResult: hResult,
        body: #"{"id":"\#(id)","status":"\#(status)"}"#)
}
