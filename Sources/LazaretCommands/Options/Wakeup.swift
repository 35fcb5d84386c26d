import Configuration
import Glibc

/// Tells a running daemon that somebody has written to its action log: the file `wakeup` in the state directory is closed after
/// writing, or renamed in. Where neither may be done, the daemon looks when it next lists the inbox.
enum Wakeup {
    static func ring(_ configuration: Configuration) {
        let path = configuration.path(of: .wakeup)
        if touch(path) { return }
        let other = configuration.stateDirectory + "/.wakeup-\(getpid())"
        if touch(other) && rename(other, path) == 0 { return }
        // Nothing to take back where the first of the two failed.
        unlink(other)
        let text = String(cString: strerror(errno))
        Surroundings.current.note(
            "note: \(path): \(text); a running daemon sees it when it next lists the inbox (inbox.rescan)")
    }

    private static func touch(_ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o640)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
