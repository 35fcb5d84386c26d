import Foundation

/// Jobs that wait for a worker, and workers that wait for a job. Nothing here blocks: an idle slot sleeps on its own
/// socket and on its ``Wakeup``, which the queue raises.
final class JobQueue: @unchecked Sendable {
    enum Taken {
        /// At least one job.
        case jobs([MappingJob])
        /// Nothing to do: the slot's wake-up will be raised.
        case none
        /// Nothing to do, and nothing will come.
        case closed
    }

    private let lock = NSLock()
    private let slots: Int
    /// What is taken is let go at once: a job holds its file's bytes and its answer.
    private var waiting: [MappingJob] = []
    private var idle: [Wakeup] = []
    private var isClosed = false

    init(slots: Int) {
        self.slots = slots
    }

    /// False once the queue is closed.
    func add(_ jobs: [MappingJob]) -> Bool {
        let (isTaken, woken) = lock.withLock { () -> (Bool, Wakeup?) in
            guard !isClosed else { return (false, nil) }
            waiting += jobs
            return (true, idle.popLast())
        }
        woken?.raise()
        return isTaken
    }

    /// Puts jobs of a dead worker in front of all others, and an idle slot on them.
    func putBack(_ jobs: [MappingJob]) {
        guard !jobs.isEmpty else { return }
        let woken = lock.withLock { () -> Wakeup? in
            waiting.insert(contentsOf: jobs, at: 0)
            return idle.popLast()
        }
        woken?.raise()
    }

    /// A fair share of what waits; else the slot is among the idle.
    func take(for slot: Wakeup) -> Taken {
        let (taken, woken) = lock.withLock { () -> (Taken, Wakeup?) in
            idle.removeAll { $0 === slot }
            dropSettled()
            guard !waiting.isEmpty else {
                if isClosed { return (.closed, nil) }
                idle.append(slot)
                return (.none, nil)
            }
            let count = Batching.count(
                waiting.lazy.map { Batching.Waiting(size: $0.bytes.count, isSuspect: $0.deaths > 0) },
                total: waiting.count, slots: slots)
            let jobs = Array(waiting.prefix(count))
            waiting.removeFirst(count)
            return (.jobs(jobs), waiting.isEmpty ? nil : idle.popLast())
        }
        woken?.raise()
        return taken
    }

    /// The slot's worker has died while it was idle, perhaps just when it had been chosen for a new job: another one then.
    func leave(_ slot: Wakeup) {
        let woken = lock.withLock { () -> Wakeup? in
            idle.removeAll { $0 === slot }
            return waiting.isEmpty ? nil : idle.popLast()
        }
        woken?.raise()
    }

    /// Takes no more. What waits is still worked on; slots that are idle are woken to end.
    func close() {
        let woken = lock.withLock { () -> [Wakeup] in
            isClosed = true
            defer { idle = [] }
            return idle
        }
        for slot in woken { slot.raise() }
    }

    var isClosing: Bool { lock.withLock { isClosed } }

    /// What is left when no slot works any more.
    func takeRest() -> [MappingJob] {
        lock.withLock {
            defer { waiting = [] }
            return waiting
        }
    }

    /// Nobody waits for cancelled calls.
    private func dropSettled() {
        waiting.removeFirst(waiting.prefix { $0.result.isSettled }.count)
    }
}
