import LazaretCore

/// One call of ``MappingWorkerPool/map(_:name:)`` on its way through the pool.
final class MappingJob: @unchecked Sendable {
    let bytes: [UInt8]
    let name: String
    let result = OneShot<Result<MappedFile, CancellationError>>()

    /// Workers that died on it. Touched only by who holds the job: the queue's lock hands it from one thread to the next.
    var deaths = 0

    init(bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }
}
