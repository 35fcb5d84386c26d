import ArgumentParser
import DaemonRig
import Foundation
import Glibc

/// `lazaret-torture inject`: the daemon killed by strace at its k-th system call of a kind, for k = 1, 2, 3 … and then in
/// growing steps, until it gets through without.
struct InjectCampaign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inject", abstract: "A kill at every k-th write, sync, rename and send.",
        discussion: """
            For each k a state directory of its own, three alert files, and the daemon under strace; it is killed as it
            enters the call, started again without strace, and must finish. strace counts the calls of each thread apart: the
            k-th call is that of the first thread to come so far.
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case write, sync, rename, send

        /// As strace names system calls.
        var calls: String {
            switch self {
            case .write: "write,pwrite64,writev,pwritev,pwritev2,ftruncate"
            case .sync: "fsync,fdatasync,sync_file_range,syncfs"
            case .rename: "rename,renameat,renameat2,link,linkat,unlink,unlinkat"
            case .send: "sendto,sendmsg,sendmmsg,connect"
            }
        }
    }

    @OptionGroup var options: TortureOptions

    @Option(help: "Which kinds of calls; may be repeated. All of them by default.")
    var kind: [Kind] = []

    @Option(help: "The first k.")
    var from = 1

    @Option(help: "At most so many values of k for each kind; 0: until the daemon gets through.")
    var most = 0

    @Option(help: "The distance from one k to the next, at least.")
    var step = 1

    @Option(help: "Every k up to this one; from there on the distance grows with k, by a twelfth of it.")
    var every = 48

    @Option(help: "The strace to use.")
    var strace = "/usr/bin/strace"

    func validate() throws {
        guard FileManager.default.isExecutableFile(atPath: strace) else {
            throw ValidationError("there is no \(strace): install strace")
        }
        guard from >= 1, step >= 1, most >= 0 else { throw ValidationError("k and step are 1 or more") }
    }

    func run() async throws {
        try FileManager.default.createDirectory(atPath: options.directory, withIntermediateDirectories: true)
        var kills = 0
        for kind in kind.isEmpty ? Kind.allCases : kind {
            var k = from
            var tried = 0
            while true {
                let directory = options.directory + "/\(kind.rawValue)-\(k)"
                let wasKilled = try await once(kind, k, directory)
                guard wasKilled else {
                    Report.say("\(kind.rawValue): through without a kill at k = \(k)")
                    break
                }
                kills += 1
                tried += 1
                k += k < every ? step : max(step, k / 12)
                if most > 0 && tried >= most { break }
            }
            Report.say("\(kind.rawValue): killed at \(tried) values of k, nothing lost or doubled")
        }
        try FileManager.default.removeItem(atPath: options.directory)
        Report.say(
            "\(kills) kills injected: 0 lost, 0 second effects, 0 windows over quota, integrity ok, every action final")
    }

    /// Whether the daemon was killed. Throws (and leaves the directory) where an invariant does not hold afterwards.
    private func once(_ kind: Kind, _ k: Int, _ directory: String) async throws -> Bool {
        let (station, simulator) = try options.rig(directory, simulator: [])
        var stream = AlertStream(seed: options.seed &+ UInt64(k))
        for _ in 0..<3 {
            let file = stream.next()
            try station.drop(file.name, file.text)
        }
        let traced = try station.start(under: [
            strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(kind.calls)", "-e", "signal=none", "-e",
            "inject=\(kind.calls):signal=KILL:when=\(k)",
        ])
        let end = try untilEnd(traced, station)
        if end != .exit(0) {
            let next = try station.start()
            try Waiting.until("everything is final", within: .seconds(60), log: { next.lastWords }) {
                guard next.isRunning else { throw RigError.ended(next.name, log: next.lastWords) }
                return (try? station.isAtRest()) ?? false
            }
            next.signal(SIGTERM)
            next.wait()
        }
        let evidence = try await Evidence.gather(station, simulator)
        simulator.stop()
        let judgement = Judgement(evidence, dropped: stream)
        guard judgement.faults.isEmpty else {
            try Report.finish("\(kind.rawValue), k = \(k)", judgement, directory)
            return true
        }
        try FileManager.default.removeItem(atPath: directory)
        return end != .exit(0)
    }

    /// Until it is killed; or until everything is final, and then until its orderly end, in which it can be killed as well.
    private func untilEnd(_ traced: Child, _ station: DaemonStation) throws -> Child.End {
        try Waiting.until("the traced daemon is done", within: .seconds(60), log: { traced.lastWords }) {
            !traced.isRunning || (try? station.isAtRest()) ?? false
        }
        // strace holds fatal signals back: the signal is for the daemon itself.
        if let text = try? String(contentsOfFile: station.state + "/lock", encoding: .utf8),
            let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), traced.isRunning
        {
            kill(pid, SIGTERM)
        }
        return traced.wait()
    }
}
