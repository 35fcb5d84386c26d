import Dispatch
public import LazaretCore

/// Gate and mappings in sandboxed processes: each file goes to one of `workers` children of this process, which have no
/// credentials, no network, no files and an empty environment, and which may die at any time.
///
/// A worker that dies is replaced at once, by one more that is kept ready. Its file is tried once more, alone, on a fresh worker; the second death, or
/// running over the time, refuses that file and no other. Each worker is served by a thread of its own, so nothing here
/// blocks the cooperative pool. Workers end with this process however it ends.
public final class MappingWorkerPool: AlertMapper {
    /// A file beyond this fits no frame, whatever `maximumFileSize` says.
    public static let maximumFileSize = 1_000_000_000

    private let sources: MappingSources
    private let queue: JobQueue
    private let board: PoolBoard
    private let slots: [WorkerSlot]

    /// Starts nothing yet. `observer` is called on the workers' threads: it must not block. Throws `.workers` where the
    /// process has no descriptors left.
    public init(
        _ sources: MappingSources, settings: MappingWorkerSettings = MappingWorkerSettings(),
        observer: @escaping @Sendable (MappingWorkerEvent) -> Void = { _ in }
    ) throws(MappingPoolError) {
        let count = max(1, settings.workers)
        let queue = JobQueue(slots: count)
        let board = PoolBoard(configured: count, observer: observer)
        let spare = SpareWorker()
        let threads = DispatchGroup()
        let slots = (0..<count).compactMap { _ in
            WorkerSlot(settings, sources.programs, queue, board, spare, threads)
        }
        guard slots.count == count else { throw .workers("no file descriptors left") }
        self.sources = sources
        self.queue = queue
        self.board = board
        self.slots = slots
    }

    /// Returns when the programs are known to compile and each worker is ready, or will be: the first one's attempt counts,
    /// later failures only delay. Where it throws, the pool is shut down. To be called once.
    public func start() async throws(MappingPoolError) {
        var isFirst = true
        for slot in slots {
            slot.start(verifying: isFirst)
            if isFirst, let error = fault(await slot.started.value) {
                await end(slots: slots.prefix(1))
                throw error
            }
            isFirst = false
        }
        for slot in slots { _ = await slot.started.value }
    }

    /// Takes no more files, finishes those it has, and ends the workers: when it returns, each process is reaped and each
    /// descriptor closed. Calls that no worker could be found for throw. May be called more than once, after `start`.
    public func shutdown() async {
        await end(slots: slots[...])
    }

    public var statistics: MappingWorkerStatistics { board.statistics }

    public func map(_ bytes: [UInt8], name: String) async throws(CancellationError) -> MappedFile {
        try await map([(bytes, name)])[0]
    }

    public func map(_ files: [(bytes: [UInt8], name: String)]) async throws(CancellationError) -> [MappedFile] {
        let call = MappingCall(files: files.count)
        // Only the ending of the name means anything to the gate.
        let jobs = files.map {
            MappingJob(bytes: $0.bytes, name: String(decoding: $0.name.utf8.suffix(255), as: UTF8.self), of: call)
        }
        for job in jobs where job.bytes.count > Self.maximumFileSize {
            let refusal = Refusal(.tooLarge, "larger than \(Self.maximumFileSize) bytes")
            job.settle(.success(MappedFile(refusal: refusal)))
        }
        guard queue.add(jobs.filter { !$0.result.isSettled }) else { throw CancellationError() }
        await withTaskCancellationHandler {
            await call.isOver.value
        } onCancel: {
            for job in jobs { job.settle(.failure(CancellationError())) }
        }
        var mapped: [MappedFile] = []
        for job in jobs { mapped.append(try await job.result.value.get()) }
        return mapped
    }

    private func end(slots: ArraySlice<WorkerSlot>) async {
        queue.close()
        for slot in slots { slot.wake() }
        for slot in slots { await slot.ended.value }
        for job in queue.takeRest() { job.settle(.failure(CancellationError())) }
    }

    private func fault(_ start: WorkerSlot.Start) -> MappingPoolError? {
        switch start {
        case .ready: nil
        case .failed(let why): .workers(why)
        case .unfit(let problems):
            .programs(
                problems.map { problem in
                    let program = sources.programs[problem.program]
                    return JQCompileError(
                        program: program.name, file: program.file, line: problem.line, message: problem.message)
                })
        }
    }
}
