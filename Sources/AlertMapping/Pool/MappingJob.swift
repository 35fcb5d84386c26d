import Foundation
import LazaretCore

/// One file on its way through the pool.
final class MappingJob: @unchecked Sendable {
    typealias Answer = Result<MappedFile, CancellationError>

    let bytes: [UInt8]
    let name: String
    let result = OneShot<Answer>()
    /// The call that it belongs to.
    private let call: MappingCall

    /// Workers that died on it. Touched only by who holds the job: the queue's lock hands it from one thread to the next.
    var deaths = 0

    init(bytes: [UInt8], name: String, of call: MappingCall) {
        self.bytes = bytes
        self.name = name
        self.call = call
    }

    /// The first answer counts.
    func settle(_ answer: Answer) {
        if result.settle(answer) { call.countDown() }
    }
}

/// One call of the pool: over when the last of its files has its answer. So the caller is woken once.
final class MappingCall: @unchecked Sendable {
    private let lock = NSLock()
    private var open: Int
    let isOver = OneShot<Void>()

    init(files: Int) {
        open = files
        if files == 0 { isOver.settle(()) }
    }

    func countDown() {
        let isLast = lock.withLock {
            open -= 1
            return open == 0
        }
        if isLast { isOver.settle(()) }
    }
}
