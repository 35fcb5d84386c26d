import Foundation
import Glibc

/// The disk's own slowness while something else is measured: fifty times a second as much as a commit writes, to a file of its own
/// whose room is there already, and `fdatasync`. What no program on this disk can be quicker than.
final class DiskProbe: @unchecked Sendable {
    private static let bytes = 64 * 1024
    private static let places = 64

    private let lock = NSLock()
    private var times: [Double] = []
    private var isOver = false
    private var failure: (any Error)?
    private let ended = DispatchSemaphore(value: 0)
    private let path: String

    init(beside path: String) throws {
        self.path = path + "-probe"
        let descriptor = open(self.path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchFailure("open", errno) }
        let data = [UInt8](repeating: 7, count: Self.bytes)
        for place in 0..<Self.places { try Self.write(data, at: place, descriptor) }
        guard fsync(descriptor) == 0 else { throw BenchFailure("fsync", errno) }
        Thread { [self] in
            run(data, descriptor)
            close(descriptor)
            ended.signal()
        }.start()
    }

    /// Ends it. Milliseconds of each write, shortest first.
    func finish() throws -> [Double] {
        lock.withLock { isOver = true }
        ended.wait()
        unlink(path)
        if let failure { throw failure }
        return times.sorted()
    }

    private func run(_ data: [UInt8], _ descriptor: Int32) {
        let clock = ContinuousClock()
        var place = 0
        while !lock.withLock({ isOver }) {
            usleep(20_000)
            let start = clock.now
            do {
                try Self.write(data, at: place, descriptor)
                guard fdatasync(descriptor) == 0 else { throw BenchFailure("fdatasync", errno) }
            } catch {
                failure = error
                return
            }
            times.append(Timing.milliseconds(clock.now - start))
            place = (place + 1) % Self.places
        }
    }

    private static func write(_ data: [UInt8], at place: Int, _ descriptor: Int32) throws {
        let count = pwrite(descriptor, data, data.count, off_t(place * data.count))
        guard count == data.count else { throw BenchFailure("pwrite", errno) }
    }
}
