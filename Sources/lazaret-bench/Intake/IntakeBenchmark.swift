import ArgumentParser
import Foundation

/// Alert files a second through the real daemon, until each is durable in the action log and out of the inbox, against the
/// floor of the same machine in the same run.
struct IntakeBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "The inbox: files/s, CPU and memory of the daemon, and the floor.",
        discussion: """
            A burst: the daemon is stopped, all files are renamed in, and it goes on (so inotify overflows, and all of
            them wait). A stream (--seconds): files are renamed in as fast as they go, some thousands waiting at a time. All
            files are written beforehand; nothing but the daemon works meanwhile. Use a directory on the disk in question.
            Each run has a directory of its own, and all are removed at the end: ext4 gives out inodes slowly for one to five
            minutes after many were freed, which more than doubles what a file costs.
            """)

    @Option(help: "Where the daemon's state goes; emptied at the end. Not on a tmpfs.")
    var directory = ".build/bench-intake"

    @Option(help: "Files of the burst; 0 for none.")
    var files = 100_000

    @Option(help: "Length of the stream in seconds; 0 for none.")
    var seconds = 60

    @Option(help: "Files written for each second of the stream: the most that it can show.")
    var rate = 12_000

    @Option(help: "Bytes of an alert file.")
    var size = 3072

    @Flag(inversion: .prefixedNo, help: "Measure what reading, renaming and committing cost alone, first.")
    var floor = true

    @Option(help: "Policy modes, one after the other.")
    var mode = ["dryRun", "enforce"]

    @Flag(help: "Leave everything, so that the next run need not wait until ext4 has forgotten what was removed.")
    var keep = false

    @Option(help: "The daemon; by default the one beside this program.")
    var lazaret = Bundle.main.bundlePath + "/lazaret"

    @Option(help: "Its mappings.")
    var mappings = "config/mappings"

    func run() async throws {
        let directory = URL(filePath: directory).path
        guard !FileManager.default.fileExists(atPath: directory) else {
            throw ValidationError("\(directory) is there already")
        }
        defer { if !keep { try? FileManager.default.removeItem(atPath: directory) } }
        if floor { try measureFloor(directory + "/floor") }
        print(IntakeRun.header)
        for mode in mode {
            if files > 0 { try burst(mode, directory + "/\(mode)-burst") }
            if seconds > 0 { try stream(mode, directory + "/\(mode)-stream") }
        }
    }

    /// More than the daemon has in hand at a time, and than it takes between two looks of ours.
    private static let waitingInStream = 8000

    /// What reading, renaming and committing cost alone.
    private func measureFloor(_ directory: String) throws {
        let count = min(max(files, 20_000), 100_000)
        print("floor: read, insert one row, rename, one thread; a commit and two directory syncs a batch")
        for batch in [1, 16, 256] {
            let directory = try made(directory + "-\(batch)")
            let stage = try AlertStage(directory + "/stage", count: batch == 1 ? 2000 : count, size: size)
            let rate = try IntakeFloor(directory: directory, batch: batch).measure(stage)
            print(Report.line([("  \(batch) files a batch", 28), (String(Int(rate)), -8), ("files/s", 8)]))
        }
        print("")
    }

    private func burst(_ mode: String, _ directory: String) throws {
        _ = try made(directory)
        let stage = try AlertStage(directory + "/stage", count: files, size: size)
        let station = try BenchStation(directory: directory, lazaret: lazaret, mappings: mappings, mode: mode)
        kill(station.daemon, SIGSTOP)
        try stage.rename(stage.count, into: station.inbox)
        let before = ProcessUse.of(station.daemon)
        let start = ContinuousClock.now
        kill(station.daemon, SIGCONT)
        try station.waitUntilEmpty()
        let duration = ContinuousClock.now - start
        try finish(IntakeRun("\(mode), burst", stage.count, duration, before, ProcessUse.of(station.daemon)), station)
    }

    private func stream(_ mode: String, _ directory: String) throws {
        _ = try made(directory)
        let stage = try AlertStage(directory + "/stage", count: seconds * rate, size: size)
        let station = try BenchStation(directory: directory, lazaret: lazaret, mappings: mappings, mode: mode)
        let before = ProcessUse.of(station.daemon)
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(seconds), stage.left > 0 {
            let room = Self.waitingInStream - (try station.waiting(limit: Self.waitingInStream))
            try stage.rename(min(stage.left, room), into: station.inbox)
            usleep(200_000)
        }
        try station.waitUntilEmpty()
        let duration = ContinuousClock.now - start
        let count = stage.count - stage.left
        try finish(IntakeRun("\(mode), stream", count, duration, before, ProcessUse.of(station.daemon)), station)
    }

    /// Each file was taken once, or the figure is worth nothing.
    private func finish(_ run: IntakeRun, _ station: BenchStation) throws {
        print(run.line)
        let (alerts, accepted) = try station.stop()
        guard alerts == run.files, accepted == run.files else {
            throw ValidationError("\(run.files) files, but \(alerts) alerts mapped and \(accepted) files accepted")
        }
    }

    private func made(_ directory: String) throws -> String {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return directory
    }
}
