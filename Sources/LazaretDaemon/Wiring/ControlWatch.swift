import ActionLog
import Inbox
import LazaretCore
import Logging

/// Hears within a moment what operators decide: they touch `wakeup` in the state directory after they wrote the action log;
/// and an emergency script may put a file `pause` there, which is the kill switch as long as it lies there.
struct ControlWatch: Sendable {
    let directory: String
    let log: ActionLog
    let logger: Logger
    let time: any TimeSource

    static let wakeFile = "wakeup"
    static let pauseFile = "pause"

    /// Until cancelled. Without inotify the files are looked at every minute.
    func run(_ wake: @escaping @Sendable () -> Void) async {
        await settlePauseFile()
        let watcher = watch()
        await withTaskGroup(of: Void.self) { group in
            if let watcher {
                group.addTask {
                    for await _ in watcher.hints {
                        await settlePauseFile()
                        wake()
                    }
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    // Throws only when cancelled, which ends the loop.
                    try? await time.sleep(until: time.now().steady + .seconds(60))
                    await settlePauseFile()
                }
            }
        }
    }

    private func watch() -> DirectoryWatcher? {
        do {
            let watcher = try DirectoryWatcher(accept: { name in
                name.elementsEqual(Self.wakeFile.utf8) || name.elementsEqual(Self.pauseFile.utf8)
            })
            _ = try watcher.watch(path: directory, removals: true)
            return watcher
        } catch {
            logger.warning("no inotify for decisions; they are looked at every minute", ["message": "\(error)"])
            return nil
        }
    }

    /// The file is there: pause. It is gone and it was what paused: resume.
    func settlePauseFile() async {
        let isThere = FileProbe.exists(directory + "/" + Self.pauseFile)
        do {
            let current = try await log.killSwitch()
            if isThere, current == nil {
                try await log.setKillSwitch(
                    on: "the file \(Self.pauseFile) is in the state directory", actor: Self.actor, comment: "",
                    at: time.now())
                logger.warning("paused by file", [:])
            } else if !isThere, current?.actor == Self.actor {
                try await log.setKillSwitch(on: nil, actor: Self.actor, comment: "", at: time.now())
                logger.notice("resumed: the pause file is gone", [:])
            }
        } catch {
            logger.error("the pause file could not be honoured", ["message": "\(error)"])
        }
    }

    /// Who pauses by file is whoever may write the state directory.
    private static let actor = "pause-file"
}
