import Foundation
import LazaretCore

/// One place for a worker, with a thread of its own: starts a worker, gives it batches, judges its death, starts the next.
final class WorkerSlot: Sendable {
    enum Start {
        case ready
        case unfit([WorkerGreeting.Problem])
        /// ``patience`` attempts in a row have failed; the slot goes on trying.
        case failed(String)
    }

    /// Attempts before the start is said to have failed.
    static let patience = 3
    /// From the exec to the greeting. Half a second of work, on a machine that may have much else to do.
    static let greetingTimeout = Duration.seconds(20)

    let started = OneShot<Start>()
    let ended = OneShot<Void>()

    let settings: MappingWorkerSettings
    let programs: [MappingSources.Program]
    let queue: JobQueue
    let board: PoolBoard
    let wakeup: Wakeup
    let spare: SpareWorker
    /// A worker lives as long as the thread that started it, and a slot may have the spare one that another slot started: the
    /// threads end together.
    private let threads: DispatchGroup

    var names: [String] { programs.map(\.name) }

    /// Nil where the process has no descriptors left.
    init?(
        _ settings: MappingWorkerSettings, _ programs: [MappingSources.Program], _ queue: JobQueue, _ board: PoolBoard,
        _ spare: SpareWorker, _ threads: DispatchGroup
    ) {
        guard let wakeup = Wakeup() else { return nil }
        self.settings = settings
        self.programs = programs
        self.queue = queue
        self.board = board
        self.wakeup = wakeup
        self.spare = spare
        self.threads = threads
    }

    /// Starts the thread. It ends when the queue is closed and empty, for all slots.
    func start(verifying: Bool) {
        threads.enter()
        let thread = Thread { [self] in
            run(verifying: verifying)
            started.settle(.failed("the pool is shut down"))
            threads.leave()
            threads.wait()
            spare.close()
            ended.settle(())
        }
        thread.name = "mapping-worker"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Interrupts a wait between two attempts.
    func wake() {
        wakeup.raise()
    }

    private func run(verifying: Bool) {
        var backoff = RestartBackoff()
        while true {
            do throws(WorkerStartFailure) {
                var link = try connect(verifying: verifying && !started.isSettled)
                started.settle(.ready)
                provideSpare()
                switch work(on: &link) {
                case .dismissed:
                    _ = link.end()
                    board.dismissed()
                    return
                case .lost(let unanswered, let noticed):
                    let process = link.process.id
                    let wasOfUse = link.wasOfUse || !unanswered.isEmpty
                    let end = link.end()
                    let death = noticed ?? end
                    bury(death, of: process, unanswered)
                    // Without a file to blame, one that ends so early is as good as one that does not start.
                    guard wasOfUse else { throw .failed("the worker \(death.description) before it had done anything") }
                    backoff.wasOfUse()
                }
            } catch {
                backoff.failed()
                guard retries(after: error, backoff) else { return }
            }
        }
    }

    /// Waits. False where there is no sense in another attempt.
    private func retries(after failure: WorkerStartFailure, _ backoff: RestartBackoff) -> Bool {
        switch failure {
        case .unfit(let problems):
            started.settle(.unfit(problems))
            return false
        case .failed(let why):
            board.failedToStart(why)
            if backoff.failures >= Self.patience { started.settle(.failed(why)) }
            if queue.isClosing { return false }
            wakeup.wait(for: backoff.delay)
            return !queue.isClosing
        }
    }
}
