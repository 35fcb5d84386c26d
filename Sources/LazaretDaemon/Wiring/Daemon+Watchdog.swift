import Delivery
import LazaretCore
import LinuxSystem
import Logging

extension Daemon {
    /// Feeds systemd's watchdog while the action log answers and every lane moves, and says in words how things stand. Until
    /// cancelled; returns at once where no sign of life is expected.
    ///
    /// A lane that has not moved for longer than a call can take never will: then the food stays away, and systemd restarts
    /// the daemon. Nothing is lost, because what a lane was about is in the action log.
    func feedWatchdog() async {
        guard let interval = manager.watchdogInterval else { return }
        while !Task.isCancelled {
            if await isAlive() { manager.notify(.watchdog) }
            // Throws only when cancelled, which ends the loop.
            try? await time.sleep(until: time.now().steady + interval)
        }
    }

    /// A log that answers with an error is alive: a restart would not mend it.
    private func isAlive() async -> Bool {
        let summary = await gatherer.summary()
        if case .success(let summary) = summary {
            let line = StatusLine.text(
                summary, mode: state.rules.mode.rawValue, notReady: gatherer.notReady(.success(summary)))
            manager.notify(.status(line))
        } else {
            manager.notify(.status("the action log cannot be read"))
        }
        let limit = state.deliverySettings.callLimit + .seconds(60)
        let now = time.now().steady
        var isAlive = true
        for delivery in deliveries {
            for lane in delivery.wedged(for: limit, at: now) {
                isAlive = false
                logger.critical(
                    "a lane does not move; the watchdog is no longer fed",
                    metadata: ["tenant": "\(delivery.tenant)", "operation": "\(lane.rawValue)"])
            }
        }
        return isAlive
    }
}
