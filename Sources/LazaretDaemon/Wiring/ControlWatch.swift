import ActionLog
import Configuration
import Inbox
import LazaretCore
import Logging

/// Hears within a moment what operators decide: they touch `wakeup` in the state directory after they wrote the action log;
/// and an emergency script may put a file `pause` there, which is the kill switch as long as it lies there.
struct ControlWatch: Sendable {
    let directory: String
    let log: ActionLog
    let logger: Logger
    let failures: FailureLog
    let time: any TimeSource
    /// Rung at every scan of the inbox: the process is awake then anyhow.
    let bell = LateBell()

    /// Until cancelled. Hints may be lost: it looks at every scan of the inbox and every ten minutes in any case, and every second where there is no inotify or
    /// the pause file could not be honoured.
    func run(_ wake: @escaping @Sendable () -> Void) async {
        let watcher = watch()
        defer { bell.connect {} }
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        bell.connect { look.yield() }
        // What was decided, or put there, since the look at the start and before anybody watched.
        look.yield()
        await withTaskGroup(of: Void.self) { group in
            if let watcher {
                group.addTask { for await _ in watcher.hints { look.yield() } }
            }
            // One loop looks, so that two looks never overtake each other.
            group.addTask {
                for await _ in looks {
                    let isSettled = await settlePauseFile()
                    wake()
                    if isSettled { continue }
                    await sleep(.seconds(1))
                    look.yield()
                }
            }
            group.addTask {
                // Where scans are rare, and for the events that inotify may lose.
                while !Task.isCancelled {
                    await sleep(watcher == nil ? .seconds(1) : .seconds(600))
                    look.yield()
                }
            }
        }
    }

    /// Ends early only where the task is cancelled, which the caller looks for.
    private func sleep(_ length: Duration) async {
        try? await time.sleep(until: time.now().steady + length)
    }

    private func watch() -> DirectoryWatcher? {
        do {
            let watcher = try DirectoryWatcher(accept: { name in
                [StateFile.wakeup, .pause].contains { name.elementsEqual($0.rawValue.utf8) }
            })
            _ = try watcher.watch(path: directory, for: .names)
            return watcher
        } catch {
            logger.warning("no inotify for decisions; they are looked at every second", ["message": "\(error)"])
            return nil
        }
    }

    /// Before anything may be submitted: returns when the pause file, if there is one, is in force. False where `isStopAsked`
    /// came first.
    func settleAtStart(_ isStopAsked: () -> Bool) async -> Bool {
        while await !settlePauseFile() {
            if isStopAsked() { return false }
            await sleep(.seconds(1))
        }
        return true
    }

    /// The file is there: pause. It is gone and it was what paused: resume. False where that could not be written down.
    private func settlePauseFile() async -> Bool {
        let isThere = FileProbe.exists(StateFile.pause.path(in: directory))
        do {
            // Almost always nothing is to be done, and nothing need be written.
            let holder = try await log.killSwitch()?.actor
            guard isThere ? holder == nil : holder == KillSwitch.fileActor else { return true }
            let reason = "the file \(StateFile.pause.rawValue) is in the state directory"
            switch try await log.followPauseFile(isThere: isThere, reason: reason, at: time.now()) {
            case .paused: logger.warning("paused by file", [:])
            case .resumed: logger.notice("resumed: the pause file is gone", [:])
            case nil: break
            }
            return true
        } catch {
            // Another daemon has taken the log over: nothing of this one is ever sent again, and the pause is the other's.
            if (error as? any ActionLogFailure)?.remedy == .stop { return true }
            failures.log(.error, "the pause file could not be honoured", ["message": "\(error)"], key: "\(error)")
            return false
        }
    }
}
