import Foundation

/// What the slots tell of themselves, counted and passed on.
final class PoolBoard: Sendable {
    private let counts: CountsBox
    private let observer: @Sendable (MappingWorkerEvent) -> Void

    init(configured: Int, observer: @escaping @Sendable (MappingWorkerEvent) -> Void) {
        counts = CountsBox(MappingWorkerStatistics(configured: configured))
        self.observer = observer
    }

    var statistics: MappingWorkerStatistics { counts.read() }

    func ready(process: Int32, isFiltered: Bool) {
        counts.update {
            $0.alive += 1
            $0.started += 1
            $0.isFiltered = isFiltered
        }
        observer(.ready(process: process, isFiltered: isFiltered))
    }

    func failedToStart(_ why: String) {
        counts.update { $0.failedStarts += 1 }
        observer(.failedToStart(why))
    }

    func died(process: Int32, _ death: WorkerDeath, file: String?) {
        counts.update {
            $0.alive -= 1
            $0.deaths += 1
            if case .overtime = death { $0.overtimes += 1 }
        }
        observer(.died(process: process, cause: death.description, file: file))
    }

    /// A worker has ended because the pool is shut down.
    func dismissed() {
        counts.update { $0.alive -= 1 }
    }

    func refusedFile() {
        counts.update { $0.filesRefused += 1 }
    }
}

private final class CountsBox: @unchecked Sendable {
    private let lock = NSLock()
    private var counts: MappingWorkerStatistics

    init(_ counts: MappingWorkerStatistics) {
        self.counts = counts
    }

    func read() -> MappingWorkerStatistics { lock.withLock { counts } }

    func update(_ change: (inout MappingWorkerStatistics) -> Void) {
        lock.withLock { change(&counts) }
    }
}
