import Foundation
import LazaretCore

/// The clocks as one simulated machine has them: the boot clock runs with the world, the wall clock may be wrong.
final class ProcessClock: TimeSource, @unchecked Sendable {
    private unowned let world: World
    private let lock = NSLock()
    private var sleepers: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var cancelled: Set<Int> = []
    private var lastID = 0

    init(world: World) {
        self.world = world
    }

    var boot: String { world.host.boot }

    func now() -> Moment { world.host.moment(at: world.now) }

    func sleep(until deadline: Steady) async throws {
        let id = lock.withLock {
            lastID += 1
            return lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wake in
                let isOver = lock.withLock { () -> Bool in
                    if cancelled.remove(id) != nil { return true }
                    sleepers[id] = wake
                    return false
                }
                if isOver { return wake.resume(throwing: CancellationError()) }
                world.after(max(deadline - now().steady, .zero)) { [self] in
                    lock.withLock { sleepers.removeValue(forKey: id) }?.resume()
                }
            }
        } onCancel: {
            let sleeper = lock.withLock { () -> CheckedContinuation<Void, any Error>? in
                if let sleeper = sleepers.removeValue(forKey: id) { return sleeper }
                cancelled.insert(id)
                return nil
            }
            sleeper?.resume(throwing: CancellationError())
        }
    }
}

/// The machine that the daemon runs on.
struct Host {
    /// When it was booted, in the world's time.
    var bootedAt: Int64 = -1_000_000
    var boots = 1
    /// How far its wall clock is ahead of the true time.
    var wallError: Int64 = 0

    var boot: String { "00000000-0000-4000-8000-00000000\(1000 + boots)" }

    /// The true wall time at the beginning of the world: 2026-01-01T00:00:00Z.
    static let epoch: Int64 = 1_767_225_600_000

    func moment(at now: Int64) -> Moment {
        Moment(
            wall: Instant(milliseconds: Self.epoch + now + wallError),
            steady: Steady(milliseconds: now - bootedAt))
    }
}
