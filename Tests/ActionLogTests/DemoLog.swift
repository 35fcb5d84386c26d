import LazaretCore
import LazaretTestKit

@testable import ActionLog

/// The small log of `docs/action-log.md`: half a day with something of everything.
enum DemoLog {
    /// What `'now'` is at its end.
    static let now = "'2026-01-01 12:00:00'"

    /// What the canned queries are asked with.
    static let parameters = [
        "machine_id": "0000000000000000000000000000000000001001", "machine_name": "PC-1.example.com", "sha1": fileOne,
        "alert_id": "alert-3", "action_id": "2",
    ]

    static func fill(_ test: TestLog) async throws {
        var rules = PolicyRules.open {
            $0.machinesPerFile = .init(count: 3, per: .seconds(86_400))
            $0.protectedMachines = ProtectedMachines(nameGlobs: ["dc-*"])
        }
        for number in 1...3 { try await take(test, number, fileOne, rules) }
        try await end(test, "Succeeded", hResult: 0)
        try await end(test, "Failed", hResult: -2_147_024_891)
        let claim = try await test.claim(rules)
        test.clock.advance(by: .seconds(1))
        let call = FinishedCall(
            attemptID: claim.attemptID, outcome: "refused",
            report: CallReport(
                startedAt: test.now.wall, finishedAt: test.now.wall, httpStatus: 404, errorCode: "ResourceNotFound",
                errorMessage: "Machine was not found"))
        var refused = ActionChange(from: .sending, to: .refused, countsAttempt: true)
        (refused.errorCode, refused.errorMessage) = ("ResourceNotFound", "Machine was not found")
        try await test.log.record(claim, call: call, change: refused, at: test.now)
        test.clock.advance(by: .seconds(2 * 3600))
        for number in 4...5 { try await take(test, number, fileOne, rules) }
        try await test.takeIn(
            file("dc.json", order(machine(9), fileTwo, alert: "alert-9", machineName: "dc-1.example.com")), rules: rules
        )
        try await take(test, 8, fileTwo, rules)
        try await accept(test, try await test.claim(rules))
        test.clock.advance(by: .seconds(6 * 3600))
        _ = try await test.log.setKillSwitch(on: "exercise", actor: "soc", comment: "monthly exercise", at: test.now)
        test.clock.advance(by: .seconds(600))
        _ = try await test.log.setKillSwitch(on: nil, actor: "soc", comment: "exercise over", at: test.now)
        try await test.takeIn(file("low.json", order(machine(10), alert: "alert-10", severity: .low)), rules: rules)
        try await test.takeIn(
            file("solved.json", order(machine(11), alert: "alert-11", handled: "resolved")),
            file("alert-1.json", [document("alert-1", [try order(machine(1))])]), rules: rules)
        let unknown = MappedDocument(contentSHA256: contentHash("x"), result: .noMapping)
        try await test.takeIn(file("unknown.json", [unknown]), rules: rules)
        rules.mode = .approve
        try await take(test, 6, fileTwo, rules)
        rules.mode = .enforce
        try await lookUp(test, machine(6))
        test.clock.advance(by: .seconds(3 * 3600))
        try await take(test, 7, fileTwo, rules)
        let listing = CallIntent(tenant: "default", operation: .list, deadline: test.now.steady + .seconds(70))
        let attempt = try await test.log.begin(listing, at: test.now)
        try await test.log.finish(test.finished(attempt, "ok"), at: test.now)
    }

    private static func take(_ test: TestLog, _ number: Int, _ sha1: String, _ rules: PolicyRules) async throws {
        try await test.takeIn(
            file(
                "alert-\(number).json",
                [
                    document(
                        "alert-\(number)",
                        [
                            try order(
                                machine(number), sha1, alert: "alert-\(number)",
                                machineName: "pc-\(number).example.com", comment: "Alert alert-\(number)")
                        ])
                ]), rules: rules)
        test.clock.advance(by: .seconds(20))
    }

    private static func end(_ test: TestLog, _ status: String, hResult: Int64) async throws {
        let claim = try await test.claim()
        test.clock.advance(by: .seconds(1))
        try await accept(test, claim)
        test.clock.advance(by: .seconds(90))
        let call = CallIntent(tenant: "default", operation: .list, deadline: test.now.steady + .seconds(70))
        let attempt = try await test.log.begin(call, at: test.now)
        let seen = MachineAction(
            id: "guid-\(claim.actionID)", type: MachineAction.stopAndQuarantine, status: .init(status),
            requestor: "Lazaret", errorHResult: hResult,
            body: #"{"id":"guid-\#(claim.actionID)","status":"\#(status)","errorHResult":\#(hResult)}"#)
        try await test.log.record(
            [Sighting(actionID: claim.actionID, machineAction: seen, nextCheck: test.now.wall)],
            call: test.finished(attempt, "ok"), at: test.now)
    }

    /// Without a name: the alert's stays.
    private static func accept(_ test: TestLog, _ claim: Claim) async throws {
        let action = MachineAction(
            id: "guid-\(claim.actionID)", type: MachineAction.stopAndQuarantine, status: .init("Pending"),
            requestor: "Lazaret", body: #"{"id":"guid-\#(claim.actionID)","status":"Pending"}"#)
        try await test.record(
            claim, "accepted",
            ActionChange(
                from: .sending, to: .submitted, dueAt: test.now.wall + .seconds(15), machineAction: action,
                adopted: false, countsAttempt: true))
    }

    private static func lookUp(_ test: TestLog, _ id: String) async throws {
        let call = CallIntent(tenant: "default", operation: .machine, deadline: test.now.steady + .seconds(70))
        let attempt = try await test.log.begin(call, at: test.now)
        let record = MachineRecord(
            id: id, computerDNSName: "pc-6.example.com", osPlatform: "Windows11", onboardingStatus: "Onboarded",
            tags: ["finance"], deviceValue: "High")
        let answer = LookupAnswer(
            tenant: "default", subject: .machine(try order(id).machineID), content: .machine(.known(record)),
            until: test.now.wall + .seconds(3600), tries: 0)
        try await test.log.record(answer, call: test.finished(attempt, "ok"), at: test.now)
    }
}
