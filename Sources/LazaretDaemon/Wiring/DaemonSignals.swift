import Glibc
import UnixSignals

/// What the outside asks of the process.
enum DaemonSignals {
    /// From when this returns, a signal is kept until it is looked at: before the daemon calls itself ready.
    static func trap() async -> UnixSignalsSequence {
        await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    }

    /// Returns at SIGTERM or SIGINT; SIGHUP reloads meanwhile. From then on a second one ends the process at once with 143,
    /// as a shell reports SIGTERM: whatever is not durable by then is found again at the next start.
    static func untilStop(_ signals: UnixSignalsSequence, reload: @Sendable () async -> Void) async {
        for await signal in signals {
            guard signal == .sighup else { break }
            await reload()
        }
        endAtOnce(on: SIGTERM)
        endAtOnce(on: SIGINT)
    }

    private static func endAtOnce(on number: Int32) {
        signal(number) { _ in _exit(143) }
    }
}
