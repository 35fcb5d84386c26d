import UnixSignals

/// What the outside asks of the process.
struct DaemonSignals: Sendable {
    private let sequence: UnixSignalsSequence
    private let second: SecondSignal

    /// From when this returns, a signal is kept until it is looked at: before the daemon calls itself ready. As long as the value
    /// lives, a second SIGTERM or SIGINT ends the process (``SecondSignal``).
    static func trap() async -> DaemonSignals {
        let second = SecondSignal()
        return DaemonSignals(
            sequence: await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup), second: second)
    }

    /// Returns at SIGTERM or SIGINT; SIGHUP asks for a reload meanwhile.
    func untilStop(reload: @Sendable () -> Void) async {
        for await signal in sequence {
            guard signal == .sighup else {
                // Before anybody can see that the stop has begun.
                await second.expect()
                return
            }
            reload()
        }
    }
}
