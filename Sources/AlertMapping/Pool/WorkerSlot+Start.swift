import Glibc

/// Why there is no new worker.
enum WorkerStartFailure: Error {
    case unfit([WorkerGreeting.Problem])
    case failed(String)
}

extension WorkerSlot {
    /// A worker that is ready for files: the spare one where there is one that lives. Else blocks for some 10 ms, at most for
    /// ``greetingTimeout``.
    func connect(verifying: Bool) throws(WorkerStartFailure) -> WorkerLink {
        if !verifying, let link = spare.take() {
            do throws(WorkerStartFailure) {
                return try greeted(link)
            } catch {
                // It died in the meantime, which is no reason not to try with another.
            }
        }
        return try greeted(begin(verifying: verifying))
    }

    /// Sees to it that there is a spare worker. Where it cannot be started, the next worker is started when it is needed, and
    /// that tells why.
    func provideSpare() {
        do throws(WorkerStartFailure) {
            try spare.refill { () throws(WorkerStartFailure) in try begin(verifying: false) }
        } catch {
            board.failedToStart("a spare worker: \(error)")
        }
    }

    /// A worker that has been told what to do. Does not wait for its greeting.
    private func begin(verifying: Bool) throws(WorkerStartFailure) -> WorkerLink {
        var link = WorkerLink(try process())
        let hello = WorkerHello(
            parent: getpid(), memory: UInt64(clamping: settings.memory), verifies: verifying, programs: programs)
        guard link.send(hello.frame.bytes, until: SuspendingClock.now.advanced(by: Self.greetingTimeout)) == nil else {
            let death = link.end()
            throw .failed("the worker \(death.description) before it was told what to do")
        }
        return link
    }

    private func greeted(_ link: consuming WorkerLink) throws(WorkerStartFailure) -> WorkerLink {
        switch link.next(until: SuspendingClock.now.advanced(by: Self.greetingTimeout)) {
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
