import LazaretCore

extension DeliveryContext {
    /// A call's row and slot, durable before it leaves. Gives the reservation back where that cannot be written.
    func begin(
        _ operation: Operation, action: Int64?, _ reservation: Traffic.Reservation, _ traffic: TenantTraffic
    ) async throws -> Int64 {
        do {
            let intent = CallIntent(
                tenant: tenant, operation: operation, actionID: action, deadline: reservation.deadline)
            return try await log.begin(intent, at: time.now())
        } catch {
            await traffic.giveBack(reservation)
            throw error
        }
    }

    /// Records the outcome of a call that has happened: tries until the action log takes it, because it must not be
    /// forgotten. Ends without it only where the log says that it never will, or when the process stops; then the stored
    /// intent makes the action `unconfirmed` at the next start. True where it is recorded.
    @discardableResult
    func untilRecorded(_ operation: Operation, _ write: @Sendable () async throws -> Void) async -> Bool {
        var delay: Duration = .milliseconds(100)
        while true {
            do {
                try await write()
                return true
            } catch {
                guard note(error, during: operation) == .tryAgain else { return false }
            }
            pulses.keep(operation, at: time.now().steady)
            guard (try? await time.sleep(until: time.now().steady + delay)) != nil else {
                return false  // cancelled: the process is stopping
            }
            delay = min(delay * 2, .seconds(5))
        }
    }

    /// Tells people of an error of the action log, and stops everything where another daemon has taken over.
    @discardableResult
    func note(_ error: any Error, during operation: Operation) -> ActionLogRemedy {
        observer.deliveryDid(.logFailed(tenant: tenant, operation: operation, message: "\(error)"))
        let remedy = (error as? any ActionLogFailure)?.remedy ?? .tryAgain
        if remedy == .stop { noteSuperseded() }
        return remedy
    }

    func noteSuperseded() {
        stop.raise()
        observer.deliveryDid(.superseded(tenant: tenant))
    }

    /// Until the bell rings, or `instant`; five minutes at most, because a hint may be lost (a person's decision is one).
    func wait(for bell: Doorbell, until instant: Steady?) async {
        let last = time.now().steady + Self.longestWait
        await bell.wait(until: min(instant ?? last, last), on: time)
    }

    private static var longestWait: Duration { .seconds(300) }

    /// The steady instant of something due at `next`. Where that is farther away than anything is ever put off, the wall clock
    /// was set back since it was written: then it is due now, and so is all of its kind.
    func instant(of next: Instant, longest: Duration, seenAt now: Moment) async throws -> Steady {
        guard next - now.wall > longest else { return now.steady + max(next - now.wall, .milliseconds(1)) }
        try await log.pullForward(tenant: tenant, dueAfter: now.wall + longest, at: now)
        return now.steady
    }
}
