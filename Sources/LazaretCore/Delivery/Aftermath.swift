/// What becomes of an action after a call: pure, one function a kind of call. The table is `docs/delivery.md`.
public struct Aftermath: Sendable {
    public var retry: RetryPolicy
    public var tracking: TrackingPolicy

    /// Looks that must find nothing before a resend.
    public static let looksBeforeResend = 2

    /// How much earlier than our own clock's send the service may have dated an action: clocks differ a little.
    public static let clockMargin: Duration = .seconds(300)

    /// The same for a look, which must not miss our action because our clock was wrong when it was sent. One machine has few
    /// actions a day, and a marker belongs to one action: a wide window costs nothing.
    public static let lookMargin: Duration = .seconds(86_400)

    public init(retry: RetryPolicy, tracking: TrackingPolicy) {
        self.retry = retry
        self.tracking = tracking
    }

    /// After a POST. `chance`: uniform in 0..<1.
    public func ofSubmit(_ claim: Claim, _ answer: SubmitAnswer, at now: Instant, chance: Double) -> ActionChange {
        var change = ActionChange(from: .sending, to: .queued)
        change.errorCode = answer.report.errorCode
        change.errorMessage = answer.report.errorMessage
        switch answer.outcome {
        case .accepted(let action): return taken(action, from: .sending, adopted: false, at: now)
        case .adopted(let action): return taken(action, from: .sending, adopted: true, at: now)
        case .foreign:
            change.reason = .behindForeign
            change.dueAt = now + retry.maximumDelay
        case .alreadyRunning:
            change.to = .unconfirmed
            change.reason = .alreadyRunning
            change.dueAt = now
        case .refused:
            change.to = .refused
            change.countsAttempt = true
        case .throttled:
            change.reason = .throttled
            change.dueAt = now
        case .laneFault:
            change.reason = .laneFault
            change.dueAt = now
        case .notSent:
            change.reason = .notSent
            change.dueAt = now + retry.delay(afterAttempt: claim.attempts + 1, chance: chance)
            change.countsAttempt = true
        case .unknown:
            change.to = .unconfirmed
            change.reason = .unknownOutcome
            change.dueAt = now + retry.initialDelay
            change.countsAttempt = true
        }
        return change
    }

    /// After a look for an unconfirmed action: ours by its marker; else, for the same file, another's open action is adopted;
    /// else, found missing twice, it may be sent again.
    ///
    /// `outcome`: the last call's, with what all pages showed. `failures`: how many looks before it, in a row, proved nothing;
    /// each puts the next off for longer.
    public func ofLook(
        _ look: Look, _ outcome: ReadOutcome<LookPages>, failures: Int = 0, at now: Instant, chance: Double
    ) -> (change: ActionChange, word: String) {
        var change = ActionChange(from: .unconfirmed, to: .unconfirmed, reason: look.reason, looks: look.looks)
        guard case .ok(let pages) = outcome else {
            change.dueAt = now + retry.delay(afterFailures: failures + 1, outcome, chance: chance)
            return (change, outcome.word)
        }
        let candidates = candidates(look, among: pages.actions)
        if let ours = ours(look, among: candidates) {
            return (taken(ours, from: .unconfirmed, adopted: false, at: now), "found")
        }
        // What could not be read may be ours.
        guard pages.isWhole else {
            return ofLook(look, .refused, failures: failures, at: now, chance: chance)
        }
        let sameFile = candidates.filter { SHA1Hash($0.fileIdentifier ?? "") == look.submission.sha1 }
        if let other = sameFile.first(where: { isWorthAdopting($0, sentAt: look.sentAt) }) {
            return (taken(other, from: .unconfirmed, adopted: true, at: now), "found")
        }
        if look.reason == .alreadyRunning, candidates.contains(where: { $0.status.state == .submitted }) {
            change.to = .queued
            change.reason = .behindForeign
            change.dueAt = now + retry.maximumDelay
            return (change, "not_found")
        }
        change.looks = look.looks + 1
        if change.looks >= Self.looksBeforeResend {
            change.to = .queued
            change.reason = .notFound
            change.looks = 0
            change.dueAt = now + retry.delay(afterAttempt: look.attempts, chance: chance)
        } else {
            change.dueAt = now + retry.findBeforeResend
        }
        return (change, "not_found")
    }

    /// Ours is among what the pages showed: the rest need not be asked for.
    public func isFound(_ look: Look, in pages: LookPages) -> Bool {
        ours(look, among: candidates(look, among: pages.actions)) != nil
    }

    private func candidates(_ look: Look, among actions: [MachineAction]) -> [MachineAction] {
        actions.filter {
            concerns($0, machine: look.submission.machineID) && !look.earlierIDs.contains($0.id.lowercased())
        }
    }

    private func ours(_ look: Look, among candidates: [MachineAction]) -> MachineAction? {
        candidates.first { look.submission.marker.marks($0.requestorComment ?? "") }
    }

    /// The moment of the next look at an open action.
    public func nextCheck(submittedAt: Instant, at now: Instant) -> Instant {
        tracking.nextLook(atAge: max(now - submittedAt, .zero), now: now)
    }

    private func taken(
        _ action: MachineAction, from: ActionState, adopted: Bool, at now: Instant
    ) -> ActionChange {
        var change = ActionChange(from: from, to: action.status.state)
        change.machineAction = action
        change.adopted = adopted
        if change.to == .failed { change.errorCode = action.errorWord }
        change.dueAt = now + tracking.initialInterval
        change.countsAttempt = from == .sending
        return change
    }

    private func concerns(_ action: MachineAction, machine: MachineID) -> Bool {
        action.machineID.flatMap { MachineID($0) } == machine
            && action.type?.lowercased() == MachineAction.stopAndQuarantine.lowercased()
    }

    /// Open, or quarantined since our POST: sending again would do nothing that is not being done.
    private func isWorthAdopting(_ action: MachineAction, sentAt: Instant) -> Bool {
        switch action.status.state {
        case .submitted: true
        case .succeeded: (action.updatedAt ?? action.createdAt).map { $0 >= sentAt } ?? false
        default: false
        }
    }
}

extension ReadOutcome {
    /// The word of `attempts.outcome`, where the call was not a look that found something.
    public var word: String {
        switch self {
        case .ok: "ok"
        case .notFound: "not_found"
        case .throttled: "throttled"
        case .laneFault: "lane_fault"
        case .failed, .refused: "error"
        }
    }
}
