import BlockingWork
public import LazaretCore

/// What retention sweeps (contract, section 2, `inbox.retention`). Paths are absolute.
public struct RetentionSettings: Sendable {
    public var accepted: String
    public var rejected: String
    /// Nil where it is off.
    public var outbox: String?
    /// Zero = keep.
    public var retention: Duration

    public init(accepted: String, rejected: String, outbox: String?, retention: Duration) {
        self.accepted = accepted
        self.rejected = rejected
        self.outbox = outbox
        self.retention = retention
    }
}

/// Removes what is older than `retention` from `accepted/`, `rejected/` and the outbox: at start and then
/// every 24th of it, or every hour where that is sooner.
public final class RetentionService: Sendable {
    public enum Event: Sendable {
        case removed(Int)
        /// Tried again at the next sweep.
        case failed(SystemFailure)
    }

    static let step = 500

    private let settings: RetentionSettings
    private let time: any TimeSource
    private let report: @Sendable (Event) -> Void
    private let queue = BlockingQueue("lazaret.retention")

    /// `report` must not block.
    public init(
        settings: RetentionSettings, time: any TimeSource, report: @escaping @Sendable (Event) -> Void
    ) {
        self.settings = settings
        self.time = time
        self.report = report
    }

    /// Until cancelled; returns at once where retention is off.
    public func run() async {
        guard settings.retention > .zero else { return }
        let interval = min(max(settings.retention / 24, .seconds(1)), .seconds(3600))
        while !Task.isCancelled {
            await sweep()
            // sleep throws only when cancelled, which ends the loop.
            try? await time.sleep(until: time.now().steady + interval)
        }
    }

    /// One pass, in small steps: others get at the disk in between.
    public func sweep() async {
        let sweep = RetentionSweep(settings, now: time.now().wall)
        if let failure = await queue.run({ Self.failure { () throws(SystemFailure) in try sweep.begin() } }) {
            report(.failed(failure))
            return
        }
        var total = 0
        while !Task.isCancelled {
            let answer = await queue.run { () -> Result<Int?, SystemFailure> in
                do throws(SystemFailure) {
                    return .success(try sweep.step(Self.step))
                } catch {
                    return .failure(error)
                }
            }
            switch answer {
            case .success(let removed?): total += removed
            case .success(nil):
                if total > 0 { report(.removed(total)) }
                return
            case .failure(let failure):
                report(.failed(failure))
                return
            }
        }
    }

    private static func failure(_ body: () throws(SystemFailure) -> Void) -> SystemFailure? {
        do throws(SystemFailure) {
            try body()
            return nil
        } catch {
            return error
        }
    }
}
