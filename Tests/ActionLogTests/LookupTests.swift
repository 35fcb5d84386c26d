import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Asking Defender before acting: what is asked, what waits for the answer, and what the answer does.
@Suite struct LookupTests {
    private static let all = PolicyRules.open {
        $0.lookups.scope = .all
        $0.lookups.protectedTags = ["crown*"]
    }

    private func due(_ test: TestLog, _ operation: LazaretCore.Operation, limit: Int = 10) async throws -> [String] {
        try await test.log.dueLookups(operation, tenant: "default", limit: limit, at: test.now).subjects
            .map(\.subject.id)
    }

    private func answer(
        _ test: TestLog, _ content: LookupAnswer.Content, about subject: LookupSubject,
        for lifetime: Duration = .seconds(3600), tries: Int = 0, action: Int64? = nil
    ) async throws {
        let call = CallIntent(
            tenant: "default", operation: subject.operation, actionID: action, deadline: test.now.steady + .seconds(70))
        let attempt = try await test.log.begin(call, at: test.now)
        let answer = LookupAnswer(
            tenant: "default", subject: subject, content: content, until: test.now.wall + lifetime, tries: tries)
        try await test.log.record(answer, call: test.finished(attempt, "ok"), at: test.now)
    }

    private func knowMachine(_ test: TestLog, _ id: String, tags: [String] = []) async throws {
        let machine = try order(id).machineID
        let record = MachineRecord(
            id: id, computerDNSName: "pc.example.com", osPlatform: "Windows11", onboardingStatus: "Onboarded",
            tags: tags, deviceValue: "Normal")
        try await answer(test, .machine(.known(record)), about: .machine(machine))
    }

    private func knowFile(_ test: TestLog, _ sha1: String, _ found: LookedUp<FileRecord> = .notFound) async throws {
        try await answer(test, .file(found), about: .file(try order(machineA, sha1).sha1))
    }

    @Test func `an action leaves when both answers are there, and is asked about until then`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()), rules: Self.all)
            #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            #expect(try await due(test, .machine) == [machineA])
            #expect(try await due(test, .file) == [fileOne])
            try await knowMachine(test, machineA)
            #expect(try await due(test, .machine) == [])
            #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            try await knowFile(test, fileOne)
            let claim = try await test.claim(Self.all)
            #expect(claim.actionID == 1)
            #expect(
                try await test.rows("SELECT operation, outcome, action_id FROM attempts WHERE finished_at IS NOT NULL")
                    == ["machine|ok|", "file|ok|"])
        }
    }

    @Test func `each machine and file is asked about once, gravest and oldest first`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order(machineA, fileOne, severity: .medium)), rules: Self.all)
            try await test.takeIn(file("2", order(machineA, fileTwo, severity: .medium)), rules: Self.all)
            try await test.takeIn(file("3", order(machineB, fileOne, severity: .high)), rules: Self.all)
            #expect(try await due(test, .machine) == [machineB, machineA])
            #expect(try await due(test, .machine, limit: 1) == [machineB])
            #expect(try await due(test, .file) == [fileOne, fileTwo])
        }
    }

    @Test func `what has its answers does not wait for what has none`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order(machineA)), file("2", order(machineB)), rules: Self.all)
            try await knowMachine(test, machineB)
            try await knowFile(test, fileOne)
            #expect(try await test.claim(Self.all).actionID == 2)
        }
    }

    @Test func `an answer is used until it is too old`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()), rules: Self.all)
            try await knowMachine(test, machineA)
            try await knowFile(test, fileOne)
            test.clock.advance(by: .seconds(3600))
            #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            #expect(try await due(test, .machine) == [machineA])
        }
    }

    @Test func `an answer denies or holds before the POST, and the event says which rule and why`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order(machineA)), file("2", order(machineB)), rules: Self.all)
            try await knowMachine(test, machineA, tags: ["Crown-\"Jewel\""])
            try await answer(test, .machine(.notFound), about: .machine(try order(machineB).machineID))
            try await knowFile(test, fileOne)
            #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            #expect(
                try await test.rows("SELECT state, reason FROM machine_actions ORDER BY action_id")
                    == ["denied|protected_tag", "held|unknown_machine"])
            #expect(
                try await test.rows(
                    "SELECT detail ->> 'rule', detail ->> 'why' FROM events WHERE from_state = 'queued'")
                    == [
                        "machine_tags|tag Crown-\"Jewel\" is protected by crown*",
                        "machine_record|Defender does not know the machine",
                    ])
            #expect(
                try await test.rows("SELECT tags FROM machine_lookups WHERE outcome = 'known'") == [
                    #"["Crown-\"Jewel\""]"#
                ])
        }
    }

    @Test func `a fresh answer is used at intake, too`() async throws {
        try await TestLog.run { test in
            try await knowFile(
                test, fileOne, .known(FileRecord(signer: "Microsoft Windows", isValidCertificate: true)))
            try await test.takeIn(file("1", order()), rules: Self.all)
            #expect(try await test.rows("SELECT state, reason FROM machine_actions") == ["denied|trusted_signer"])
        }
    }

    @Test func `a failed question is asked again when it is due, and then the configuration decides`() async throws {
        try await TestLog.run { test in
            let machine = try order().machineID
            try await test.takeIn(file("1", order()), rules: Self.all)
            try await knowFile(test, fileOne)
            try await answer(test, .tryAgain, about: .machine(machine), for: .seconds(2), tries: 1)
            let waiting = try await test.log.dueLookups(.machine, tenant: "default", limit: 1, at: test.now)
            #expect(waiting == DueLookups(subjects: [], next: test.now.wall + .seconds(2)))
            #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            test.clock.advance(by: .seconds(2))
            let again = try await test.log.dueLookups(.machine, tenant: "default", limit: 1, at: test.now)
            #expect(again.subjects == [DueLookup(subject: .machine(machine), actionID: 1, tries: 1)])
            try await answer(test, .machine(.unavailable), about: .machine(machine), tries: 3)
            var strict = Self.all
            strict.lookups.whenUnavailable = .hold
            #expect(try await test.claimResult(strict) == .nothing(next: nil))
            #expect(try await test.rows("SELECT state, reason FROM machine_actions") == ["held|lookup_unavailable"])
        }
    }

    @Test(arguments: [("forbidden", true), ("token_refused", false), ("throttled", false)])
    func `without the permission actions leave unasked; other pauses are waited out`(reason: String, leaves: Bool)
        async throws
    {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()), rules: Self.all)
            try await knowMachine(test, machineA)
            try await test.log.setPause(
                tenant: "default", lane: .file,
                pause: LanePause(lane: .file, until: test.now.wall + .seconds(300), reason: reason, message: ""),
                at: test.now)
            if leaves {
                _ = try await test.claim(Self.all)
            } else {
                #expect(try await test.claimResult(Self.all) == .nothing(next: nil))
            }
        }
    }

    @Test func `old answers go as new ones come`() async throws {
        try await TestLog.run { test in
            try await knowMachine(test, machineA)
            test.clock.advance(by: .seconds(3601 + 86_400))
            try await knowMachine(test, machineB)
            #expect(try await test.rows("SELECT machine_id FROM machine_lookups") == [machineB])
        }
    }
}
