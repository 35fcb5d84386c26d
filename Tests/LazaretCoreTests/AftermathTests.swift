import LazaretCore
import Testing

struct AftermathTests {
    private static let machine = String(repeating: "a1", count: 20)
    private static let file = String(repeating: "b2", count: 20)
    private static let otherFile = String(repeating: "c3", count: 20)
    private static let now = Instant(milliseconds: 1_767_225_600_000)
    private static let marker = Marker(installation: "0123456789ab", action: 7)

    private let aftermath = Aftermath(retry: RetryPolicy(), tracking: TrackingPolicy())

    private static func submission() throws -> Submission {
        Submission(
            machineID: try #require(MachineID(machine)), sha1: try #require(SHA1Hash(file)),
            comment: marker.comment("why"), marker: marker)
    }

    private func claim() throws -> Claim {
        Claim(
            actionID: 7, attemptID: 1, tenant: "t", submission: try Self.submission(), attempts: 0,
            arrivedAt: Self.now, deadline: Steady(milliseconds: 0))
    }

    private func look(_ reason: Reason = .unknownOutcome, looks: Int = 0) throws -> Look {
        Look(
            actionID: 7, submission: try Self.submission(), sentAt: Self.now - .seconds(10), looks: looks,
            reason: reason, attempts: 1, arrivedAt: Self.now)
    }

    private static func action(
        _ id: String = "id-1", status: String = "Pending", file: String = file, comment: String = "theirs",
        machine: String = machine, type: String = "StopAndQuarantineFile", updated: Instant = now
    ) -> MachineAction {
        MachineAction(
            id: id, type: type, status: .init(status), machineID: machine, requestorComment: comment,
            createdAt: updated, updatedAt: updated, fileIdentifier: file, fileIdentifierType: "Sha1", body: "{}")
    }

    private func pages(_ actions: [MachineAction], hasMore: Bool = false, unreadable: Int = 0) -> LookPages {
        var pages = LookPages()
        _ = pages.add(ActionPage(actions: actions, hasMore: hasMore, unreadable: unreadable))
        return pages
    }

    private static let report = CallReport(startedAt: now, finishedAt: now)

    @Test(
        "each outcome of a POST has its state, its reason and its price",
        arguments: [
            (.accepted(action()), .submitted, nil, true),
            (.accepted(action(status: "Succeeded")), .succeeded, nil, true),
            (.adopted(action()), .submitted, nil, true),
            (.foreign(action()), .queued, .behindForeign, false),
            (.alreadyRunning, .unconfirmed, .alreadyRunning, false),
            (.refused, .refused, nil, true),
            (.throttled, .queued, .throttled, false),
            (.laneFault(LaneFault(.forbidden, "")), .queued, .laneFault, false),
            (.notSent, .queued, .notSent, true),
            (.unknown, .unconfirmed, .unknownOutcome, true),
        ] as [(SubmitOutcome, ActionState, Reason?, Bool)])
    func submit(_ outcome: SubmitOutcome, state: ActionState, reason: Reason?, counts: Bool) throws {
        let answer = SubmitAnswer(outcome: outcome, report: Self.report)
        let change = aftermath.ofSubmit(try claim(), answer, at: Self.now, chance: 0.5)
        #expect(change.from == .sending)
        #expect(change.to == state)
        #expect(change.reason == reason)
        #expect(change.countsAttempt == counts)
        if case .adopted = outcome { #expect(change.adopted == true) }
        if case .accepted = outcome { #expect(change.adopted == false) }
    }

    @Test("our own marker is found, whatever the status, and is not adopted")
    func findsOurs() throws {
        let list = [Self.action("x"), Self.action("ours", status: "InProgress", comment: Self.marker.comment("why"))]
        let (change, word) = aftermath.ofLook(try look(), .ok(pages(list)), at: Self.now, chance: 0)
        #expect(change.to == .submitted)
        #expect(change.machineAction?.id == "ours")
        #expect(change.adopted == false)
        #expect(word == "found")
    }

    @Test(
        "another's action is adopted only where it does our work",
        arguments: [
            (action(), true),
            (action(file: file.uppercased()), true),
            (action(status: "Succeeded"), true),
            (action(status: "Succeeded", updated: now - .seconds(60)), false),
            (action(status: "Failed"), false),
            (action(file: otherFile), false),
            (action(machine: String(repeating: "d4", count: 20)), false),
            (action(type: "Isolate"), false),
        ])
    func adopts(_ action: MachineAction, adopted: Bool) throws {
        let (change, _) = aftermath.ofLook(try look(), .ok(pages([action])), at: Self.now, chance: 0)
        #expect((change.adopted == true) == adopted)
    }

    @Test("found missing twice, findBeforeResend apart, it may be sent again")
    func resend() throws {
        let (first, word) = aftermath.ofLook(try look(), .ok(pages([])), at: Self.now, chance: 0)
        #expect(word == "not_found")
        #expect(first.to == .unconfirmed)
        #expect(first.looks == 1)
        #expect(first.dueAt == Self.now + .seconds(120))
        let (second, _) = aftermath.ofLook(try look(looks: 1), .ok(pages([])), at: Self.now, chance: 0)
        #expect(second.to == .queued)
        #expect(second.reason == .notFound)
    }

    @Test(
        "a look that could not be made proves nothing",
        arguments: [.failed, .throttled, .notFound, .refused] as [ReadOutcome<LookPages>])
    func failedLook(_ outcome: ReadOutcome<LookPages>) throws {
        let (change, _) = aftermath.ofLook(try look(looks: 1), outcome, at: Self.now, chance: 0.5)
        #expect(change.to == .unconfirmed)
        #expect(change.looks == 1)
        #expect(try #require(change.dueAt) > Self.now)
    }

    @Test(
        "looks that go on failing are put off for ever longer; where nobody answers, for less than a minute",
        arguments: [(.refused, 300), (.notFound, 300), (.failed, 45)] as [(ReadOutcome<LookPages>, Int64)])
    func patience(_ outcome: ReadOutcome<LookPages>, longest: Int64) throws {
        let delays = try (0..<12).map { failures in
            let (change, _) = aftermath.ofLook(try look(), outcome, failures: failures, at: Self.now, chance: 0.999)
            return try #require(change.dueAt) - Self.now
        }
        #expect(delays[0] < .seconds(4) && delays[3] > .seconds(20))
        #expect(delays[11] > .seconds(longest - 1) && delays[11] <= .seconds(longest))
    }

    @Test("what cannot be read may be ours: nothing but our own marker counts then")
    func unreadable() throws {
        let ours = Self.action("ours", comment: Self.marker.comment("why"))
        let (found, word) = aftermath.ofLook(
            try look(), .ok(pages([ours], unreadable: 1)), at: Self.now, chance: 0)
        #expect(found.machineAction?.id == "ours" && word == "found")
        let (vain, _) = aftermath.ofLook(
            try look(looks: 1), .ok(pages([Self.action()], unreadable: 1)), at: Self.now, chance: 0)
        #expect(vain.to == .unconfirmed && vain.looks == 1)
    }

    @Test("a service that does not know $skip, or promises pages without end, is not asked on, and proves nothing")
    func circle() throws {
        var pages = LookPages()
        let first = pages.add(ActionPage(actions: [Self.action("x"), Self.action("y")], hasMore: true))
        #expect(first && pages.members == 2 && pages.isWhole)
        let second = pages.add(ActionPage(actions: [Self.action("y"), Self.action("X")], hasMore: true))
        #expect(!second && !pages.isWhole && pages.actions.count == 2)
        var endless = LookPages()
        var asked = 1
        while endless.add(ActionPage(actions: [Self.action("\(asked)")], hasMore: true)) { asked += 1 }
        #expect(asked == LookPages.mostPages && !endless.isWhole)
        #expect(!self.pages([], hasMore: true).isWhole)
    }

    @Test("behind another file's open action it waits in the queue")
    func waitsBehind() throws {
        let list = [Self.action(file: Self.otherFile)]
        let (change, _) = aftermath.ofLook(try look(.alreadyRunning), .ok(pages(list)), at: Self.now, chance: 0)
        #expect(change.to == .queued)
        #expect(change.reason == .behindForeign)
        #expect(try #require(change.dueAt) > Self.now)
    }

    @Test(
        "open actions are looked at often when young, seldom when old",
        arguments: [(0, 15), (60, 15), (600, 60), (7200, 600), (864_000, 600)] as [(Int64, Int64)])
    func tracking(age: Int64, interval: Int64) {
        #expect(TrackingPolicy().interval(atAge: .seconds(age)) == .seconds(interval))
    }

    @Test("delays are jittered between initialDelay and an edge that doubles up to maximumDelay")
    func delays() {
        let retry = RetryPolicy()
        #expect(retry.delay(afterAttempt: 1, chance: 0).milliseconds == 2000)
        #expect(retry.delay(afterAttempt: 1, chance: 1).milliseconds == 4000)
        #expect(retry.delay(afterAttempt: 4, chance: 1).milliseconds == 32_000)
        #expect(retry.delay(afterAttempt: 4, chance: 0).milliseconds == 2000)
        #expect(retry.delay(afterAttempt: 4, chance: 0.5).milliseconds == 17_000)
        #expect(retry.delay(afterAttempt: 1000, chance: 1).milliseconds == 300_000)
        let odd = RetryPolicy(initialDelay: .seconds(10), maximumDelay: .seconds(1))
        #expect(odd.delay(afterAttempt: 3, chance: 0.9).milliseconds == 1000)
    }
}
