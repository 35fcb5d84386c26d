import Foundation
public import LazaretCore

/// A clock that only tests move. `sleep(until:)` returns when ``advance(by:)`` has passed the deadline.
public final class ManualTimeSource: TimeSource, @unchecked Sendable {
    private struct Sleeper {
        let id: UInt64
        let deadline: Steady
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let id: UInt64
        let count: Int
        let wake: CheckedContinuation<Void, Never>
    }

    // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
    private let lock = NSLock()
    private var moment: Moment
    private var sleepers: [Sleeper] = []
    private var watchers: [Watcher] = []
    private var cancelled: Set<UInt64> = []
    private var nextID: UInt64 = 0

    public let boot: String

    public init(
        wall: Instant = Instant(milliseconds: 1_767_225_600_000), steady: Steady = Steady(milliseconds: 1_000_000),
        boot: String = "00000000-0000-4000-8000-000000000001"
    ) {
        moment = Moment(wall: wall, steady: steady)
        self.boot = boot
    }

    public func now() -> Moment { lock.withLock { moment } }

    /// Moves both clocks and wakes who is due.
    public func advance(by duration: Duration) {
        lock.withLock {
            moment.wall = moment.wall + duration
            moment.steady = moment.steady + duration
        }
        wakeDue()
    }

    /// Sets the wall clock alone, as an administrator or NTP would.
    public func jumpWall(by duration: Duration) {
        lock.withLock { moment.wall = moment.wall + duration }
    }

    public func sleep(until deadline: Steady) async throws {
        let id = newID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (wake: CheckedContinuation<Void, any Error>) in
                let ready: [CheckedContinuation<Void, Never>] = lock.withLock {
                    if cancelled.remove(id) != nil {
                        wake.resume(throwing: CancellationError())
                        return []
                    }
                    if deadline <= moment.steady {
                        wake.resume()
                        return []
                    }
                    sleepers.append(Sleeper(id: id, deadline: deadline, wake: wake))
                    return takeReadyWatchers()
                }
                for watcher in ready { watcher.resume() }
            }
        } onCancel: {
            let sleeper = lock.withLock { () -> Sleeper? in
                guard let index = sleepers.firstIndex(where: { $0.id == id }) else {
                    cancelled.insert(id)
                    return nil
                }
                return sleepers.remove(at: index)
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }

    /// Returns when at least `count` tasks sleep on this clock: the moment at which a test may move it. Also when the task is
    /// cancelled, as by a test's time limit: what waits in vain then fails by its name.
    public func waitForSleepers(_ count: Int = 1) async {
        let id = newID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let isReady = lock.withLock { () -> Bool in
                    if sleepers.count >= count || Task.isCancelled { return true }
                    watchers.append(Watcher(id: id, count: count, wake: wake))
                    return false
                }
                if isReady { wake.resume() }
            }
        } onCancel: {
            let watcher = lock.withLock { () -> Watcher? in
                watchers.firstIndex { $0.id == id }.map { watchers.remove(at: $0) }
            }
            watcher?.wake.resume()
        }
    }

    private func newID() -> UInt64 {
        lock.withLock {
            nextID += 1
            return nextID
        }
    }

    private func takeReadyWatchers() -> [CheckedContinuation<Void, Never>] {
        let ready = watchers.filter { $0.count <= sleepers.count }.map(\.wake)
        watchers.removeAll { $0.count <= sleepers.count }
        return ready
    }

    private func wakeDue() {
        let due = lock.withLock { () -> [Sleeper] in
            let due = sleepers.filter { $0.deadline <= moment.steady }
            sleepers.removeAll { $0.deadline <= moment.steady }
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }
}
