import ActionLog
import Configuration
import LazaretCore
import Logging

/// Keeps the action log in good order: retention (`retention.actions`) in small steps, and the head of the event chain to the
/// journal, where whoever changes the log cannot reach it: at start, hourly while it moves, and at the end.
struct LogKeeper: Sendable {
    let log: ActionLog
    let state: DaemonState
    let logger: Logger
    let time: any TimeSource

    private static let hour: Duration = .seconds(3600)

    /// Until cancelled.
    func run() async {
        var told: EventHead?
        var nextHead = time.now().steady
        while !Task.isCancelled {
            let now = time.now().steady
            if now >= nextHead {
                told = await tellHead(unless: told)
                nextHead = now + Self.hour
            }
            let retention = state.configuration.retention.actions
            if let retention { await prune(retention) }
            let again = retention.map { min(max($0 / 24, .milliseconds(500)), Self.hour) } ?? Self.hour
            // Throws only when cancelled, which ends the loop.
            try? await time.sleep(until: min(nextHead, time.now().steady + again))
        }
    }

    /// The head as it is now; `lazaret verify` takes such lines as anchors. Nothing where it is still `last`.
    @discardableResult
    func tellHead(unless last: EventHead? = nil) async -> EventHead? {
        do {
            guard let head = try await log.eventHead(), head != last else { return last }
            logger.notice("event chain", ["head": "\(head)"])
            return head
        } catch {
            logger.error("the event chain's head cannot be read", ["message": "\(error)"])
            return last
        }
    }

    private func prune(_ retention: Duration) async {
        do {
            let cutoff = time.now().wall - retention
            let pruned = try await log.prune(
                before: cutoff, actor: "daemon",
                rest: { [time] rest in try? await time.sleep(until: time.now().steady + rest) },
                at: { [time] in time.now() })
            guard pruned.actions + pruned.alerts + pruned.events > 0 else { return }
            logger.info(
                "old rows removed",
                [
                    "actions": "\(pruned.actions)", "alerts": "\(pruned.alerts)", "events": "\(pruned.events)",
                    "before": "\(cutoff)",
                ])
        } catch {
            logger.error("retention could not be applied; it is tried again", ["message": "\(error)"])
        }
    }
}
