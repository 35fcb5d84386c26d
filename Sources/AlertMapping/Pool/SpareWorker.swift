import Foundation

/// One worker in advance for all slots: it compiles the mappings, or has compiled them, while nobody waits for it, so that the
/// successor of a worker that dies is there at once, and compiles no more than its first file needs where it was not done.
///
/// It has been told what to do and has not been listened to: its greeting lies in the socket until a slot takes it. It may be
/// dead by then; who takes it finds out.
final class SpareWorker: @unchecked Sendable {
    private let lock = NSLock()
    private var link: WorkerLink?
    private var isClosed = false

    /// The worker, once.
    func take() -> WorkerLink? {
        lock.lock()
        defer { lock.unlock() }
        return link.take()
    }

    /// Starts the next one where there is none, without waiting for it. Blocks until the exec.
    func refill<Failure: Error>(_ start: () throws(Failure) -> WorkerLink) throws(Failure) {
        lock.lock()
        defer { lock.unlock() }
        if !isClosed, link == nil { link = try start() }
    }

    /// Ends it, and lets no other be started. Blocks until it is reaped.
    func close() {
        lock.lock()
        defer { lock.unlock() }
        isClosed = true
        if let last = link.take() { _ = last.end() }
    }
}
