import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

/// Producers that do everything wrong. Whatever they do, what is taken is what some producer meant: never a part of it, never
/// a mixture. `LAZARET_INBOX_TRIALS` makes it longer (`make inbox-campaign`: 2,000).
@Suite(.timeLimit(.minutes(20))) struct HalfReadTests {
    private static let trials = ProcessInfo.processInfo.environment["LAZARET_INBOX_TRIALS"].flatMap { Int($0) } ?? 200

    enum Producer: CaseIterable, Sendable {
        /// Writes in pieces, keeping the file open.
        case slow
        /// Opens, writes a piece, closes, and opens again to append the rest.
        case reopening
        /// Writes something long, then truncates the same file and writes what it means.
        case truncating
        /// Renames a second alert over the first.
        case renamingOver
        /// Writes over the content where it stands, same length.
        case editing
    }

    @Test func `no trial gives a half-read alert`() async throws {
        try await Bench.with(settle: .milliseconds(150)) { bench in
            var bench = bench
            bench.settings.rescan = .milliseconds(100)
            bench.watcher = try DirectoryWatcher(accept: IntakeService.watches)
            let time = PatientTime(patience: .milliseconds(75))
            bench.time = time
            let meant = Meant()
            let inbox = bench.inbox
            try await bench.running { _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<20 {
                        group.addTask {
                            var random = SeededRandom(seed: UInt64(lane))
                            for trial in stride(from: lane, to: Self.trials, by: 20) {
                                time.step(trial)
                                try await produce(trial, in: inbox, meant, &random) { time.step(trial) }
                                time.end(trial)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                // The last word of every trial is taken, and nothing is left.
                await bench.witness.wait { _ in
                    meant.last.isSubset(of: bench.log.documents) && (try? Files.names(inbox).isEmpty) == true
                }
            }
            #expect(bench.log.documents.subtracting(meant.all) == [])
            #expect(bench.log.taken.filter { $0.mapped.refusal != nil }.map(\.sourceFile) == [])
            #expect(try Files.names(bench.rejected) == [])
        }
    }

    private func produce(
        _ trial: Int, in inbox: String, _ meant: Meant, _ random: inout SeededRandom, written: () -> Void
    ) async throws {
        let path = "\(inbox)/t\(trial).json"
        let producer = Producer.allCases[trial % Producer.allCases.count]
        let filler = String(repeating: "x", count: Int.random(in: 10...6000, using: &random))
        let first = "{\"trial\":\(trial),\"filler\":\"\(filler)\",\"part\":1}"
        let second = "{\"trial\":\(trial),\"filler\":\"\(filler)\",\"part\":2}"
        switch producer {
        case .slow, .reopening:
            meant.add(first, isLast: true)
            let pieces = Self.pieces(of: first, &random)
            var file: Descriptor?
            for piece in pieces {
                if file == nil || producer == .reopening { file = try Self.open(path, O_WRONLY | O_CREAT | O_APPEND) }
                try file?.write(piece)
                if producer == .reopening { file = nil }
                written()
                try await Self.pause(&random)
            }
        case .truncating:
            meant.add(first, isLast: true)
            let file = try Self.open(path, O_WRONLY | O_CREAT)
            try file.write(Array("{\"longer\": \"\(filler)\(filler)".utf8))
            written()
            try await Self.pause(&random)
            _ = try checked(.write) { ftruncate(file.number, 0) }
            _ = lseek(file.number, 0, SEEK_SET)
            for piece in Self.pieces(of: first, &random) { try file.write(piece) }
        case .renamingOver:
            meant.add(first, isLast: false)
            meant.add(second, isLast: true)
            try Files.drop(first, inbox, "t\(trial).json")
            written()
            try await Self.pause(&random)
            try Files.drop(second, inbox, "t\(trial).json")
        case .editing:
            // Whole at both times; between them, the end of the one and the start of the other are the same bytes.
            meant.add(first, isLast: false)
            meant.add(second, isLast: true)
            try Files.write(first, to: path)
            written()
            try await Self.pause(&random)
            // Where it was taken meanwhile, this makes another file of the name.
            let file = try Self.open(path, O_WRONLY | O_CREAT)
            try file.write(Array(second.utf8))
            // Put away between open and write: what was written is in `accepted/`, and no reader can know of it.
            let named = try Directory(path: inbox).facts(of: FileName("t\(trial).json"))
            if try named?.isSameFile(as: file.facts()) != true { try Files.drop(second, inbox, "t\(trial).json") }
        }
    }

    private static func pieces(of text: String, _ random: inout SeededRandom) -> [[UInt8]] {
        var rest = Array(text.utf8)[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...4000, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private static func open(_ path: String, _ flags: Int32) throws -> Descriptor {
        Descriptor(owning: try checked(.open) { Glibc.open(path, flags | O_CLOEXEC, 0o644) })
    }

    /// A producer's own pace; shorter than `settle`, or nobody could know that it is not done. ``PatientTime`` keeps it so.
    private static func pause(_ random: inout SeededRandom) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...15, using: &random)))
    }

    /// Every text that some producer meant as an alert, and the last of each trial.
    private final class Meant: @unchecked Sendable {
        private let lock = NSLock()
        private var texts: Set<String> = []
        private var lasts: Set<String> = []

        var all: Set<String> { lock.withLock { texts } }
        var last: Set<String> { lock.withLock { lasts } }

        func add(_ text: String, isLast: Bool) {
            lock.withLock {
                texts.insert(text)
                if isLast { lasts.insert(text) }
            }
        }
    }
}
