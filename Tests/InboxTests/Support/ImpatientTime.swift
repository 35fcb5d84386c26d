import Foundation
import LazaretCore

/// A clock that jumps to whatever deadline somebody sleeps for: back-off costs a test no time.
final class ImpatientTime: TimeSource, @unchecked Sendable {
    private let lock = NSLock()
    private var moment: Moment
    let boot = "test"

    init(wall: Instant = RealTime.wall) {
        moment = Moment(wall: wall, steady: Steady(milliseconds: 1_000_000))
    }

    func now() -> Moment { lock.withLock { moment } }

    func sleep(until deadline: Steady) async throws {
        try Task.checkCancellation()
        lock.withLock {
            let skipped = max(deadline - moment.steady, .zero)
            moment = Moment(wall: moment.wall + skipped, steady: moment.steady + skipped)
        }
    }
}
