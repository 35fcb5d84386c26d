import ArgumentParser
import DaemonRig
import Foundation
import Glibc

/// `lazaret-torture kills`: a daemon killed again and again, under a service that loses answers.
struct KillCampaign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kills", abstract: "kill -9 at random instants, with lost answers, and alerts all the time.",
        discussion: "Ends with 1 and says what was wrong where an invariant does not hold; the directory stays then.")

    @OptionGroup var options: TortureOptions

    @Option(help: "How many times.")
    var kills = 1000

    @Option(help: "How often a POST is processed and its answer lost.")
    var dropAfter = 0.10

    @Option(help: "How often a POST is lost before anything is done.")
    var dropBefore = 0.05

    @Option(help: "How often a POST is processed and answered 500.")
    var errorAfter = 0.05

    func run() async throws {
        let (station, simulator) = try options.rig(
            options.directory,
            simulator: [
                "--drop-after", String(dropAfter), "--drop-before", String(dropBefore), "--error-after",
                String(errorAfter), "--list-lag", "100ms",
            ])
        var numbers = SeededNumbers(seed: options.seed &+ 1)
        var stream = AlertStream(seed: options.seed)
        var remarks: [String] = []
        let start = ContinuousClock.now
        for number in 1...max(1, kills) {
            if let remark = try life(station, &stream, &numbers) { remarks.append("life \(number): \(remark)") }
            if number % 100 == 0 {
                Report.say(
                    "\(number) kills, \(stream.alertIDs.count) alerts, \((ContinuousClock.now - start).components.seconds) s"
                )
            }
        }
        let last = try station.start()
        try Waiting.until("everything is final", within: .seconds(300), log: { last.lastWords }) {
            guard last.isRunning else { throw RigError.ended(last.name, log: last.lastWords) }
            return (try? station.isAtRest()) ?? false
        }
        last.signal(SIGTERM)
        let end = last.wait()
        if end != .exit(0) { remarks.append("the last daemon ended with \(end)") }
        var evidence = try await Evidence.gather(station, simulator)
        evidence.remarks += remarks
        simulator.stop()
        try Report.finish("\(kills) kills", Judgement(evidence, dropped: stream), options.directory)
    }

    /// One daemon from its start to its kill, alerts dropped meanwhile. Returns what it did that it must not.
    private func life(
        _ station: DaemonStation, _ stream: inout AlertStream, _ numbers: inout SeededNumbers
    ) throws -> String? {
        // Most die young, while they recover what the last one left; some live long enough to work off the backlog.
        let isLong = Int.random(in: 0..<8, using: &numbers) == 0
        let length = Int.random(in: isLong ? 400...2500 : 0...600, using: &numbers)
        let instants = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
            Int.random(in: 0...length, using: &numbers)
        }
        let start = ContinuousClock.now
        let daemon = try station.start()
        for instant in instants.sorted() {
            sleep(until: start + .milliseconds(instant))
            let file = stream.next()
            try station.drop(file.name, file.text)
        }
        sleep(until: start + .milliseconds(length))
        daemon.signal(SIGKILL)
        let end = daemon.wait()
        return end == .signal(SIGKILL) ? nil : "the daemon had ended by itself with \(end)\n\(daemon.lastWords)"
    }

    private func sleep(until instant: ContinuousClock.Instant) {
        let left = instant - ContinuousClock.now
        if left > .zero { usleep(UInt32(left / .microseconds(1))) }
    }
}
