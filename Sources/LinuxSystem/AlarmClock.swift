import Dispatch
import LazaretCore

import class Foundation.NSLock

/// Every wait of the process on one timer.
///
/// `Task.sleep` leaves a cancelled wait's timer and memory behind until its deadline, and each of them wakes the process then: a
/// loop that is rung a hundred times a second while it would have slept for minutes gathers thousands. Here a cancelled wait is
/// gone at once, and the timer is set for the next one that is left.
final class AlarmClock: @unchecked Sendable {
    static let shared = AlarmClock()

    private struct Sleeper {
        var deadline: Steady
        var continuation: CheckedContinuation<Void, Never>
    }

    private let lock = NSLock()
    private var sleepers: [Int: Sleeper] = [:]
    private var lastID = 0
    private var armedFor: Steady?
    // Held as long as the clock, which is always; scheduling it is allowed from anywhere.
    private let timer: any DispatchSourceTimer

    /// The timer underneath stands still while the machine is suspended: no wait is later than this after that.
    private static let stretch: Duration = .seconds(300)

    private init() {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "lazaret.alarm"))
        timer.schedule(deadline: .distantFuture)
        timer.setEventHandler { @Sendable [unowned self] in ring() }
        timer.activate()
    }

    /// Returns at the deadline, or throws at once where the task is cancelled.
    func sleep(until deadline: Steady) async throws {
        let id = lock.withLock { () -> Int in
            lastID += 1
            return lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = lock.withLock { () -> Bool in
                    // A cancellation that came before finds no sleeper, but has been noted on the task.
                    if Task.isCancelled { return true }
                    let now = SystemTimeSource.steady()
                    if deadline <= now { return true }
                    sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    arm(for: deadline, at: now)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            lock.withLock { sleepers.removeValue(forKey: id) }?.continuation.resume()
        }
        try Task.checkCancellation()
    }

    private func ring() {
        let due = lock.withLock { () -> [CheckedContinuation<Void, Never>] in
            let now = SystemTimeSource.steady()
            let due = sleepers.filter { $0.value.deadline <= now }
            for id in due.keys { sleepers[id] = nil }
            armedFor = nil
            if let next = sleepers.values.map(\.deadline).min() { arm(for: next, at: now) }
            return due.sorted { $0.value.deadline < $1.value.deadline }.map(\.value.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// With the lock held.
    private func arm(for deadline: Steady, at now: Steady) {
        let next = min(deadline, now + Self.stretch)
        if let armedFor, armedFor <= next { return }
        armedFor = next
        timer.schedule(deadline: .now() + .milliseconds(Int((next - now).milliseconds)))
    }
}
