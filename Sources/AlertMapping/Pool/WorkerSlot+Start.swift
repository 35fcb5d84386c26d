import Glibc

/// Why there is no new worker.
enum WorkerStartFailure: Error {
    case unfit([WorkerGreeting.Problem])
    case failed(String)
}

extension WorkerSlot {
    /// A worker that is ready for files. Blocks for some 50 ms, at most for ``greetingTimeout``.
    func connect(verifying: Bool) throws(WorkerStartFailure) -> WorkerLink {
        var link = WorkerLink(try process())
        let hello = WorkerHello(
            parent: getpid(), memory: UInt64(clamping: settings.memory), verifies: verifying, programs: programs)
        let deadline = SuspendingClock.now.advanced(by: Self.greetingTimeout)
        let event = link.send(hello.frame.bytes, until: deadline) ?? link.next(until: deadline)
        switch event {
        case .frame(let frame):
            let isFiltered = try isFiltered(frame)
            board.ready(process: link.process.id, isFiltered: isFiltered)
            return link
        case .garbage(let what):
            throw .failed("the worker sent \(what)")
        case .overtime, .woken:
            throw .failed("the worker was not ready within \(Self.greetingTimeout)")
        case .closed:
            let death = link.end()
            throw .failed("the worker \(death.description) before it was ready")
        }
    }

    private func process() throws(WorkerStartFailure) -> WorkerProcess {
        do throws(WorkerProcess.StartError) {
            return try WorkerProcess(settings)
        } catch {
            throw .failed(error.message)
        }
    }

    private func isFiltered(_ frame: Frame) throws(WorkerStartFailure) -> Bool {
        let greeting: WorkerGreeting
        do throws(FrameError) {
            greeting = try WorkerGreeting(frame, programs: programs.count)
        } catch {
            throw .failed("the worker sent \(error.message)")
        }
        switch greeting {
        case .ready(let isFiltered): return isFiltered
        case .unfit(let problems): throw .unfit(problems)
        }
    }
}
