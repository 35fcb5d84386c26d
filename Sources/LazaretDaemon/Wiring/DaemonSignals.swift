import UnixSignals

/// What the outside asks of the process.
struct DaemonSignals: Sendable {
    private let stops: UnixSignalsSequence
    private let second: SecondSignal

    /// From when this returns, a signal is kept until it is looked at: before the daemon calls itself ready. As long as the value
    /// lives, a second SIGTERM or SIGINT ends the process (``SecondSignal``).
    static func trap() async -> DaemonSignals {
        let second = SecondSignal()
        return DaemonSignals(stops: await UnixSignalsSequence(trapping: .sigterm, .sigint), second: second)
    }

    /// Somebody has asked to stop, also where nobody waits for it yet.
    var isStopAsked: Bool { second.hasFirst }

    /// Returns at SIGTERM or SIGINT.
    func untilStop() async {
        for await _ in stops {
            // Before anybody can see that the stop has begun.
            await second.expect()
            return
        }
    }
}

/// SIGHUP, kept from the very beginning of a start: it asks for a reload, and must never end a daemon that is just starting.
struct HangUps: Sendable {
    private let sequence: UnixSignalsSequence

    static func trap() async -> HangUps {
        HangUps(sequence: await UnixSignalsSequence(trapping: .sighup))
    }

    /// Until cancelled.
    func run(reload: @Sendable () -> Void) async {
        for await _ in sequence { reload() }
    }
}
