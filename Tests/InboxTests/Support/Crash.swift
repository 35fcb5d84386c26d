import Foundation
import Glibc

@testable import Inbox

/// Makes the archive fail before a step: from then on at every step, as if the process were gone, or once.
final class Crash: @unchecked Sendable {
    private let lock = NSLock()
    private let step: ArchiveStep
    private let isOnce: Bool
    private var survived: Int
    private var isDown = false
    private let signal = Signal()

    init(at step: ArchiveStep, after survived: Int, isOnce: Bool = false) {
        self.step = step
        self.survived = survived
        self.isOnce = isOnce
    }

    var hasHappened: Bool { lock.withLock { isDown } }

    /// Returns when it has, or when cancelled.
    func happened() async { await signal.wait() }

    var probe: ArchiveProbe {
        { (step) throws(SystemFailure) in
            if self.fails(step) {
                self.signal.raise()
                throw SystemFailure(.write, EIO)
            }
        }
    }

    private func fails(_ step: ArchiveStep) -> Bool {
        lock.withLock {
            if isDown { return !isOnce }
            guard step == self.step else { return false }
            survived -= 1
            isDown = survived < 0
            return isDown
        }
    }
}
