import LazaretCore

extension WorkerSlot {
    enum WorkEnd {
        /// The queue is closed and empty.
        case dismissed
        /// `noticed` is nil where the worker went by itself: then its exit status tells why.
        case lost(unanswered: ArraySlice<MappingJob>, noticed: WorkerDeath?)
    }

    /// Gives the worker one batch after the other until one of them ends.
    func work(on link: inout WorkerLink) -> WorkEnd {
        while true {
            switch queue.take(for: wakeup) {
            case .closed:
                return .dismissed
            case .jobs(let jobs):
                if let end = exchange(jobs, over: &link) { return end }
            case .none:
                switch link.next(until: nil, or: wakeup) {
                case .woken: continue
                case .closed, .overtime: return leave(noticed: nil)
                case .garbage(let what): return leave(noticed: .garbage(what))
                case .frame: return leave(noticed: .garbage("an answer to nothing"))
                }
            }
        }
    }

    /// The first file without an answer pays for a death; all others go back to the front of the queue.
    func bury(_ death: WorkerDeath, of process: Int32, _ unanswered: ArraySlice<MappingJob>) {
        board.died(process: process, death, file: unanswered.first?.name)
        guard let suspect = unanswered.first else { return }
        suspect.deaths += 1
        switch FileFate.after(death, deaths: suspect.deaths, timeout: settings.timeout) {
        case .retriedAlone:
            queue.putBack(Array(unanswered))
        case .refused(let message):
            board.refusedFile()
            suspect.settle(.success(MappedFile(refusal: Refusal(.mappingFailed, message))))
            queue.putBack(Array(unanswered.dropFirst()))
        }
    }

    private func leave(noticed: WorkerDeath?) -> WorkEnd {
        queue.leave(wakeup)
        return .lost(unanswered: [], noticed: noticed)
    }

    /// Nil when every file has its answer. Each file's time begins with the answer to the one before it.
    private func exchange(_ jobs: [MappingJob], over link: inout WorkerLink) -> WorkEnd? {
        var watch = FileWatch(link, time: time(with: link))
        let files = jobs.map { FileBatch.File(name: $0.name, bytes: $0.bytes) }
        if let event = link.send(FileBatch.frame(files).bytes, until: watch.deadline) {
            return .lost(unanswered: jobs[...], noticed: watch.death(event, link.process))
        }
        for (index, job) in jobs.enumerated() {
            let event = link.next(until: watch.deadline)
            guard case .frame(let frame) = event else {
                return .lost(unanswered: jobs[index...], noticed: watch.death(event, link.process))
            }
            do throws(FrameError) {
                job.settle(.success(try FileAnswer.read(frame, index: index, mappings: names)))
                link.noteAnswer()
            } catch {
                return .lost(unanswered: jobs[index...], noticed: .garbage(error.message))
            }
            watch = FileWatch(link, time: time(with: link))
        }
        return nil
    }
}

/// The time that one file may take, on the clock and of the processor.
private struct FileWatch {
    private let time: Duration
    private let isCompiled: Bool
    let deadline: SuspendingClock.Instant
    private let processorTime: Duration

    init(_ link: borrowing WorkerLink, time: Duration) {
        self.time = time
        isCompiled = link.isCompiled
        deadline = SuspendingClock.now.advanced(by: time)
        processorTime = link.process.processorTime
    }

    /// Nil where the worker's own end will tell. A worker that has worked for a quarter of the time was busy: the machine
    /// may have had other things to do as well. But what it worked on may have been the programs, until all are compiled: then the
    /// file is not judged by this worker alone.
    func death(_ event: WorkerLink.Event, _ process: borrowing WorkerProcess) -> WorkerDeath? {
        switch event {
        case .garbage(let what): .garbage(what)
        case .overtime: .overtime(wasBusy: isCompiled && process.processorTime - processorTime >= time / 4)
        case .closed, .woken, .frame: nil
        }
    }
}

extension WorkerSlot {
    /// `timeout`, and where the worker has not compiled all programs yet, ten times what libjq takes for so much text, at least two
    /// seconds; but not more than a worker had that compiled all of it at the start.
    private func time(with link: borrowing WorkerLink) -> Duration {
        if link.isCompiled { return settings.timeout }
        let bytes = programs.reduce(0) { $0 + $1.text.utf8.count }
        return settings.timeout + min(Self.greetingTimeout, max(.seconds(2), .microseconds(25) * bytes))
    }
}
