/// What becomes of a question after a call: pure.
public struct LookupAftermath: Sendable {
    public var retry: RetryPolicy
    public var lifetime: Duration

    /// Tries without an answer before `whenUnavailable` decides.
    public static let triesBeforeUnavailable = 3

    public init(retry: RetryPolicy, lifetime: Duration) {
        self.retry = retry
        self.lifetime = lifetime
    }

    public func ofMachine(
        _ due: DueLookup, tenant: String, _ outcome: ReadOutcome<MachineRecord>, at now: Instant, chance: Double
    ) -> LookupAnswer? {
        answer(due, tenant, outcome, at: now, chance: chance) { .machine($0) }
    }

    public func ofFile(
        _ due: DueLookup, tenant: String, _ outcome: ReadOutcome<FileRecord>, at now: Instant, chance: Double
    ) -> LookupAnswer? {
        answer(due, tenant, outcome, at: now, chance: chance) { .file($0) }
    }

    /// Nil where the lane is at fault or throttled: that is nobody's answer, and the lane's pause says so.
    private func answer<Record>(
        _ due: DueLookup, _ tenant: String, _ outcome: ReadOutcome<Record>, at now: Instant, chance: Double,
        _ content: (LookedUp<Record>) -> LookupAnswer.Content
    ) -> LookupAnswer? {
        var answer = LookupAnswer(
            tenant: tenant, subject: due.subject, content: .tryAgain, until: now + lifetime, tries: 0)
        switch outcome {
        case .ok(let record): answer.content = content(.known(record))
        case .notFound: answer.content = content(.notFound)
        case .throttled, .laneFault: return nil
        case .refused:
            answer.content = content(.unavailable)
            answer.until = now + retry.maximumDelay
        case .failed:
            answer.tries = due.tries + 1
            if answer.tries >= Self.triesBeforeUnavailable {
                answer.content = content(.unavailable)
                answer.until = now + retry.maximumDelay
            } else {
                answer.until = now + retry.delay(afterAttempt: answer.tries, chance: chance)
            }
        }
        return answer
    }
}
