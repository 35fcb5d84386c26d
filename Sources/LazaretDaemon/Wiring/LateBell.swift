import Foundation

/// Rings somebody who is made later. A ring before that is lost, which is harmless: whoever is rung looks once at start.
final class LateBell: @unchecked Sendable {
    private let lock = NSLock()
    private var action: (@Sendable () -> Void)?

    func connect(_ action: @escaping @Sendable () -> Void) {
        lock.withLock { self.action = action }
    }

    func ring() {
        lock.withLock { action }?()
    }
}
