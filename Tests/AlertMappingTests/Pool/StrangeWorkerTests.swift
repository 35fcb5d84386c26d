import AlertMapping
import Foundation
import LazaretCore
import Testing

/// The daemon's side against a worker that says what no worker says: as one might that its input has taken over.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"), "perl is not there"))
struct StrangeWorkerTests {
    /// Greets like a worker, reads one batch, and then does as it is told.
    private static func worker(_ deed: String, before: String = "") -> [String] {
        let script = #"""
            open(my $s, "+<&=3"); binmode $s;
            sub take { my $n = shift; my $b = ""; while (length $b < $n) { sysread($s, $b, $n - length $b, length $b) or exit 0; } $b }
            sub frame { my $n = unpack("V", take(4)); take($n) }
            sub put { my $b = join "", @_; while (length $b) { my $n = syswrite($s, $b) or exit 0; $b = substr($b, $n); } }
            frame(); put(pack("VCC", 2, 2, 1));
            """#
        return ["perl", "-e", script + before + "frame();" + deed + "; take(1 << 30);"]
    }

    private static func pool(_ deed: String, _ body: (MappingWorkerPool) async throws -> Void) async throws {
        try await withPool(
            settings: {
                $0.workers = 1
                $0.timeout = .seconds(20)
                $0.executable = "/usr/bin/perl"
                $0.arguments = Self.worker(deed)
            }, body)
    }

    /// An order for `machine` and `file`, with the text that a worker should never send.
    private static func answer(machine: String, file: String, more: String = "") -> String {
        """
        my $text = sub { pack("V", length $_[0]) . $_[0] };
        my $order = "\\0" . $text->("\(machine)") . $text->("\(file)") . $text->("comment") . "\\0\\0\\0" . "\\0" . pack("Q<", 0) . "\\0\\0\\0";
        my $alert = "\\0" . pack("V", 1) . $order;
        my $document = pack("Q<", 0) . ("x" x 32) . "\\1" . pack("V", 0) . pack("V", 1) . $alert;
        my $payload = pack("V", 0) . "\\0" . pack("V", 1) . $document . "\(more)";
        put(pack("VC", 1 + length $payload, 5) . $payload)
        """
    }

    private static let machine = String(repeating: "a", count: 40)
    private static let file = String(repeating: "b", count: 40)

    @Test func `The stand-in is understood where it behaves`() async throws {
        try await Self.pool(Self.answer(machine: Self.machine, file: Self.file)) { pool in
            let file = try await pool.map(Documents.order(), name: "a.json")
            #expect(file.firstOrder?.sha1.description == Self.file)
            #expect(pool.statistics.deaths == 0)
        }
    }

    static let deeds: [(what: String, deed: String)] = [
        ("garbage", #"put("garbage, and more of it")"#),
        ("a frame that is too large", #"put(pack("VC", 0x7fffffff, 5))"#),
        ("a frame of no kind", #"put(pack("VC", 1, 99))"#),
        ("a greeting in place of an answer", #"put(pack("VCC", 2, 2, 1))"#),
        ("an answer for another file", #"put(pack("VCVCV", 10, 5, 7, 0, 0))"#),
        ("half an answer, and the end", #"put(pack("VCV", 10, 5, 0)); exit 0"#),
        ("a count beyond all bounds", #"put(pack("VCVCV", 10, 5, 0, 0, 0xffffffff))"#),
        ("two ends of compiling", #"put(pack("VC", 1, 6), pack("VC", 1, 6))"#),
        ("an end of compiling with something in it", #"put(pack("VCC", 2, 6, 0))"#),
        ("the end", "exit 0"),
        ("the end with a code", "exit 3"),
        ("its own death", "kill 9, $$; sleep 1"),
        ("a machine that is none", answer(machine: "Z" + machine.dropFirst(), file: file)),
        ("a machine that is the file", answer(machine: file, file: file)),
        ("the empty file", answer(machine: machine, file: "da39a3ee5e6b4b0d3255bfef95601890afd80709")),
        ("bytes behind the answer", answer(machine: machine, file: file, more: "more")),
    ]

    @Test(arguments: deeds.indices)
    func `Two workers that misbehave on a file, and it is refused`(index: Int) async throws {
        try await Self.pool(Self.deeds[index].deed) { pool in
            let file = try await pool.map(Documents.order(), name: "a.json")
            #expect(file.refusal?.reason == .mappingFailed, "\(Self.deeds[index].what)")
            #expect(file.documents.isEmpty)
            #expect(pool.statistics.deaths == 2)
        }
    }

    @Test func `A worker that does not work is given a second chance, and no third`() async throws {
        try await withPool(
            settings: {
                $0.workers = 1
                $0.timeout = .milliseconds(300)
                $0.executable = "/usr/bin/perl"
                $0.arguments = Self.worker("sleep 1000")
            }
        ) { pool in
            let file = try await pool.map(Documents.order(), name: "a.json")
            #expect(file.refusal?.reason == .mappingFailed)
            #expect(file.refusal?.message.contains("without working") == true)
            #expect(pool.statistics.overtimes == 2)
        }
    }

    /// One that is killed for what it sent dies of signal 9 as well, which says nothing.
    @Test(arguments: [
        // Perl's own exit closes the socket first, and then the pool may be quicker to kill it.
        ("require POSIX; POSIX::_exit(3);", "ended with code 3"),
        ("put(pack('VCC', 2, 2, 1)); sleep 1000;", "sent an answer to nothing"),
        ("put(pack('VCVCV', 10, 5, 0, 0, 0)); sleep 1000;", "sent an answer to nothing"),
    ])
    func `Workers that greet and end: the next is waited with, as where none starts`(
        deed: String, told: String
    ) async throws {
        let starts = WorkerWatch()
        try await withPool(
            settings: {
                $0.workers = 1
                $0.executable = "/usr/bin/perl"
                $0.arguments = Self.worker("", before: deed)
            }, observer: { starts.note($0) }
        ) { pool in
            _ = try await starts.ready(4)
            // Each one's end was told before the next was started.
            #expect(pool.statistics.failedStarts >= 3)
            #expect(starts.failures.first == "the worker \(told) before it had done anything")
            #expect(pool.statistics.filesRefused == 0)
        }
    }

    @Test(arguments: ["exit 0", #"open(my $s, "+<&=3"); syswrite($s, "nonsense"); sleep 1000"#])
    func `Workers that never greet: the pool does not start, and says why`(script: String) async throws {
        let pool = try MappingWorkerPool(
            try TestPrograms.sources,
            settings: MappingWorkerSettings(workers: 1, executable: "/usr/bin/perl", arguments: ["perl", "-e", script]))
        let error = await #expect(throws: MappingPoolError.self) { try await pool.start() }
        guard case .workers? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(pool.statistics.failedStarts >= 3)
    }
}
