import ActionLog
import Foundation
import LazaretCore
import LazaretTestKit
import Testing

@testable import LazaretCommands

/// A small action log with one action of every kind, made by the log's own verbs under a clock that stands where it is put:
/// the same to the last byte in every run.
struct DemoLog: Sendable {
    let directory: String
    let clock: ManualTimeSource
    let log: ActionLog

    var configuration: String { directory + "/lazaret.yaml" }

    static func with(mode: String = "enforce", _ body: (DemoLog) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let demo = try DemoLog(directory: directory, mode: mode)
            try await demo.fill()
            try await body(demo)
        }
    }

    private init(directory: String, mode: String) throws {
        self.directory = directory
        clock = ManualTimeSource()
        try FileManager.default.createDirectory(atPath: directory + "/state/inbox", withIntermediateDirectories: true)
        try """
        stateDirectory: state
        mapping: {directory: mappings, order: [flat]}
        tenants:
          - name: default
            tenantId: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            credential: {clientSecretFile: secret}
        policy: {mode: \(mode), canary: 0, approvalByOther: true}
        retention: {actions: 2h}
        """.write(toFile: directory + "/lazaret.yaml", atomically: true, encoding: .utf8)
        log = try ActionLog.open(path: directory + "/state/actions.db", access: .daemon, boot: clock.boot) {
            "0123456789ab"
        }
    }

    /// One hour, one action every five minutes.
    private func fill() async throws {
        try await take(1, name: "report.exe", title: "Malware was detected")
        try await drive(to: "Succeeded")
        try await take(
            2, name: "a,\"b\"\u{1B}[31m\u{202E}exe.txt", title: "=HYPERLINK(\"http://example.com\")\nsecond line")
        try await drive(to: "Failed")
        try await take(3, mode: .approve)
        try await take(4, mode: .approve)
        try await decide(.deny, 4, "a tool of ours")
        try await take(5)
        try await accept(try await claim())
        try await take(6)
        try await refuse(try await claim())
        try await take(7, mode: .dryRun)
        try await take(8, name: "取引先一覧.exe")
        try await drive(to: "Succeeded")
        try await decide(.retry, 2, "again")
        try await takeOddities()
        try await log.setPause(
            tenant: "default", lane: .submit,
            pause: LanePause(
                lane: .submit, until: now.wall + .seconds(40), reason: "throttled", message: "429, Retry-After 40"),
            at: now)
    }

    private func takeOddities() async throws {
        clock.advance(by: .seconds(300))
        let skipped = MappedAlert(alertID: "alert-9", items: [.skip("no sha1")])
        let documents = [
            MappedDocument(contentSHA256: hash(9), result: .mapped(mapping: "flat", alerts: [skipped])),
            MappedDocument(contentSHA256: hash(10), result: .noMapping),
        ]
        _ = try await log.takeIn(
            [IntakeFile(sourceFile: "odd.json", subdirectory: nil, mapped: MappedFile(documents: documents))],
            rules: rules(.enforce), at: now)
    }
}

extension DemoLog {
    var now: Moment { clock.now() }

    static func hex(_ number: Int, _ digit: String) -> String {
        String(repeating: digit, count: 38) + (number < 10 ? "0\(number)" : String(number))
    }

    private func hash(_ number: Int) -> String { String(repeating: "c", count: 60) + String(1000 + number) }

    private func rules(_ mode: PolicyRules.Mode) -> IntakeRules {
        let policy = PolicyRules(
            mode: mode, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0, approvalByOther: true)
        return IntakeRules(
            policy: policy,
            tenants: TenantDirectory(entries: [
                .init(name: "default", tenantID: "11111111-2222-3333-4444-555555555555")
            ]))
    }

    private func take(
        _ number: Int, name: String = "bad.exe", title: String = "Suspicious file", mode: PolicyRules.Mode = .enforce
    ) async throws {
        clock.advance(by: .seconds(300))
        struct BadFixture: Error {}
        guard let machine = MachineID(Self.hex(number, "a")), let sha1 = SHA1Hash(Self.hex(number, "f")) else {
            throw BadFixture()
        }
        let order = Order(
            machineID: machine, sha1: sha1, comment: "Quarantined for alert alert-\(number)",
            alertID: "alert-\(number)", title: title, severity: .high, fileName: name,
            machineName: "pc-\(number).example.com")
        let alert = MappedAlert(alertID: order.alertID, items: [.order(order)])
        let document = MappedDocument(
            contentSHA256: hash(number), result: .mapped(mapping: "flat", alerts: [alert]))
        _ = try await log.takeIn(
            [
                IntakeFile(
                    sourceFile: "alert-\(number).json", subdirectory: nil, mapped: MappedFile(documents: [document]))
            ], rules: rules(mode), at: now)
    }

    /// So many actions more, which wait for a person.
    func hold(_ count: Int) async throws {
        let alerts = try (1...count).map { number in
            let digits = String(repeating: "d", count: 36) + String(1000 + number)
            let order = Order(
                machineID: try #require(MachineID(digits)), sha1: try #require(SHA1Hash(digits)),
                comment: "one of many",
                alertID: "many-\(number)", severity: .high)
            return MappedAlert(alertID: order.alertID, items: [.order(order)])
        }
        let document = MappedDocument(
            contentSHA256: hash(11), result: .mapped(mapping: "flat", alerts: alerts))
        _ = try await log.takeIn(
            [IntakeFile(sourceFile: "many.json", subdirectory: nil, mapped: MappedFile(documents: [document]))],
            rules: rules(.approve), at: now)
    }

    func decide(_ verb: OperatorVerb, _ action: Int64, _ comment: String, by person: String = "alice") async throws {
        _ = try await log.decide(
            Decision(verb, actor: person, comment: comment, rules: rules(.enforce).policy), on: [action], at: now)
    }

    struct NothingToClaim: Error {}

    func claim() async throws -> Claim {
        let result = try await log.claim(
            ClaimRequest(
                tenant: "default", rules: rules(.enforce).policy, retry: RetryPolicy(),
                deadline: now.steady + .seconds(70)), at: now)
        guard case .claimed(let claim) = result else { throw NothingToClaim() }
        return claim
    }

    private func call(_ attempt: Int64, _ outcome: String, status: Int = 201) -> FinishedCall {
        FinishedCall(
            attemptID: attempt, outcome: outcome,
            report: CallReport(
                startedAt: now.wall, finishedAt: now.wall, httpStatus: status, requestID: "request-\(attempt)"))
    }

    private func machineAction(
        _ action: Int64, _ status: String, by requestor: String = "Lazaret app"
    ) -> MachineAction {
        MachineAction(
            id: "machine-action-\(action)", type: MachineAction.stopAndQuarantine, status: .init(status),
            requestor: requestor, computerDNSName: "pc-\(action).example.com",
            body: "{\"id\": \"machine-action-\(action)\",\n \"status\": \"\(status)\"}")
    }

    /// `begunBy`: Defender answers with an action that somebody else began.
    func accept(_ claim: Claim, begunBy person: String? = nil) async throws {
        try await log.record(
            claim, call: call(claim.attemptID, person == nil ? "accepted" : "adopted"),
            change: ActionChange(
                from: .sending, to: .submitted, dueAt: now.wall + .seconds(15),
                machineAction: machineAction(claim.actionID, "Pending", by: person ?? "Lazaret app"),
                adopted: person != nil, countsAttempt: true), at: now)
    }

    private func refuse(_ claim: Claim) async throws {
        try await log.record(
            claim, call: call(claim.attemptID, "refused", status: 404),
            change: ActionChange(
                from: .sending, to: .refused, errorCode: "ResourceNotFound", errorMessage: "no such machine",
                countsAttempt: true), at: now)
    }

    private func drive(to status: String) async throws {
        let claim = try await claim()
        try await accept(claim)
        clock.advance(by: .seconds(60))
        let attempt = try await log.begin(
            CallIntent(tenant: "default", operation: .list, deadline: now.steady + .seconds(70)), at: now)
        let sighting = Sighting(
            actionID: claim.actionID, machineAction: machineAction(claim.actionID, status),
            nextCheck: now.wall + .seconds(15))
        try await log.record([sighting], call: call(attempt, "ok", status: 200), at: now)
    }
}
