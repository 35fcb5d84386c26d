import Configuration
import Delivery
import Inbox
import LazaretCore
import LinuxSystem
import Logging

extension Daemon {
    /// Feeds systemd's watchdog while the action log answers and everything moves, and says in words how things stand. Until
    /// cancelled; returns at once where no sign of life is expected.
    ///
    /// A lane, intake or the settler that has not moved for longer than its work can take never will: then the food stays away,
    /// and systemd restarts the daemon. Nothing is lost, because what they were about is in the action log or still in the inbox.
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
        let wedged = wedged(at: time.now().steady)
        for place in wedged {
            logger.critical("this does not move; the watchdog is no longer fed", metadata: place)
        }
        return wedged.isEmpty
    }

    /// Where nothing has moved for longer than it can take.
    private func wedged(at now: Steady) -> [Logger.Metadata] {
        let limit = state.deliverySettings.callLimit + .seconds(60)
        var wedged: [Logger.Metadata] = []
        for delivery in deliveries {
            wedged += delivery.wedged(for: limit, at: now).map {
                ["part": "delivery", "tenant": "\(delivery.tenant)", "operation": "\($0.rawValue)"]
            }
        }
        wedged += intake.wedged(for: limit, mapping: mappingLimit, at: now).map {
            ["part": "intake", "operation": "\($0.rawValue)"]
        }
        if settler.isWedged(for: limit, at: now) { wedged.append(["part": "settler"]) }
        return wedged
    }

    /// One call of the workers maps 16 files, a worker has at most one call before it, and each file may have its time twice.
    private var mappingLimit: Duration { .milliseconds(state.configuration.mapping.timeout.milliseconds * 64 + 60_000) }
}
