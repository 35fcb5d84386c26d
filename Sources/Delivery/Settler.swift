public import LazaretCore

/// Does what time alone does: approval time-outs, canaries that may go on, orders that grew too old.
public final class Settler: Sendable {
    private let log: any LaneLog
    private let time: any TimeSource
    private let observer: any DeliveryObserver
    private let settings: @Sendable () -> DeliverySettings
    private let bell = Doorbell()
    private let pulses = Pulses<Loop>()

    private enum Loop: String { case settle }

    public init(
        log: any LaneLog, time: any TimeSource, observer: any DeliveryObserver,
        settings: @escaping @Sendable () -> DeliverySettings
    ) {
        self.log = log
        self.time = time
        self.observer = observer
        self.settings = settings
    }

    public func nudge() {
        bell.ring()
    }

    /// Whether it has been at the same thing for longer than `limit`.
    public func isWedged(for limit: Duration, at now: Steady) -> Bool { !pulses.silent(for: limit, at: now).isEmpty }

    /// Until cancelled, or until another daemon has taken over the log.
    public func run() async {
        defer { pulses.rest(.settle) }
        while !Task.isCancelled {
            let current = settings()
            let now = time.now()
            pulses.beat(.settle, at: now.steady)
            var next: Steady?
            do {
                let settled = try await log.settle(rules: current.rules, retry: current.retry, at: now)
                if !settled.tenantsWithWork.isEmpty { observer.deliveryDid(.settled(settled)) }
                next = settled.next.map { now.steady + max($0 - now.wall, .milliseconds(1)) }
            } catch {
                observer.deliveryDid(.logFailed(tenant: "", operation: .submit, message: "\(error)"))
                if (error as? any ActionLogFailure)?.remedy == .stop { return }
                next = now.steady + current.retry.initialDelay
            }
            // Five minutes at most: a hint may be lost.
            let last = now.steady + .seconds(300)
            pulses.rest(.settle)
            await bell.wait(until: min(next ?? last, last), on: time)
        }
    }
}
