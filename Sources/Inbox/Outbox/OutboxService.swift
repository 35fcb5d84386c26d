import BlockingWork
public import LazaretCore

/// Publishes the results of files all of whose actions are final. Idle but when nudged, and for a look every ten minutes.
public final class OutboxService: Sendable {
    public enum Event: Sendable {
        case published(Int)
        /// Nothing is lost: it is tried again, after 1 to 30 seconds.
        case failed(String)
        case healed
    }

    /// What it costs to make results durable is the same for one and for many.
    static let batch = 1024
    /// What of results is held at a time, and one more: that of a file of many alerts is larger than the file.
    static let bytesPerBatch = 16 << 20
    static let interval: Duration = .seconds(600)

    private let outbox: Outbox?
    private let log: any OutboxLog
    private let time: any TimeSource
    private let report: @Sendable (Event) -> Void
    private let queue = BlockingQueue("lazaret.outbox")
    private let signal = Signal()

    /// - Parameters:
    ///   - directory: absolute; nil = off: results are marked published and not written, so that switching it on later does
    ///     not pour out the past.
    ///   - report: must not block.
    public init(
        directory: String?, log: any OutboxLog, time: any TimeSource, report: @escaping @Sendable (Event) -> Void
    ) {
        outbox = directory.map { Outbox(directory: $0) }
        self.log = log
        self.time = time
        self.report = report
    }

    /// An action became final.
    public func nudge() { signal.raise() }

    /// Until cancelled. Run it once.
    public func run() async {
        var backoff = Backoff()
        while !Task.isCancelled {
            do {
                let (count, isMore) = try await publishSome()
                if backoff.notBefore != nil { report(.healed) }
                backoff.succeed()
                if count > 0 { report(.published(count)) }
                if !isMore { await signal.wait(until: time.now().steady + Self.interval, on: time) }
            } catch {
                if Task.isCancelled { return }
                backoff.fail(at: time.now().steady)
                report(.failed(String(String(describing: error).prefix(500))))
                // sleep throws only when cancelled, which ends the loop.
                if let notBefore = backoff.notBefore { try? await time.sleep(until: notBefore) }
            }
        }
    }

    /// Files first, then the mark: a crash in between finds the very same files there.
    private func publishSome() async throws -> (count: Int, isMore: Bool) {
        let results = try await log.finishedFiles(limit: Self.batch, bytes: Self.bytesPerBatch)
        if results.isEmpty { return (0, false) }
        if let outbox {
            let failure = await queue.run { () -> SystemFailure? in
                do throws(SystemFailure) {
                    try outbox.publish(results)
                    return nil
                } catch {
                    return error
                }
            }
            if let failure { throw failure }
        }
        try await log.markPublished(results.map(\.fileID), at: time.now())
        let bytes = results.reduce(0) { $0 + $1.result.utf8.count }
        return (results.count, results.count == Self.batch || bytes >= Self.bytesPerBatch)
    }
}
