import AlertMapping
import LazaretCore
import Testing

/// What becomes of documents on which programs fail, and of the workers that run them.
struct MappingWorkerPoolTests {
    /// A document that asks for trouble, and what the pool says of it.
    struct Trouble: Sendable, CustomTestStringConvertible {
        enum End: Sendable {
            /// A word in the message of the refusal; the worker lives.
            case refused(String)
            /// Two workers died on it.
            case killedTwo
            /// One worker was killed over its time.
            case overran
            /// Nothing at all is wrong: the mapping's skip.
            case skipped(String)
        }

        var kind: String
        var end: End

        var testDescription: String { kind }
    }

    static let troubles: [Trouble] = [
        Trouble(kind: "abort", end: .killedTwo),
        Trouble(kind: "segfault", end: .killedTwo),
        Trouble(kind: "bomb", end: .killedTwo),
        Trouble(kind: "recursion", end: .killedTwo),
        Trouble(kind: "loop", end: .overran),
        Trouble(kind: "shout", end: .refused("loud")),
        Trouble(kind: "half", end: .refused("then not")),
        Trouble(kind: "halt", end: .refused("halted")),
        Trouble(kind: "flood", end: .refused("more than 100000 outputs")),
        Trouble(kind: "file", end: .refused("module not found")),
        // Nothing of the daemon's: no environment, no other input, no file for a time zone, and threads for no sort.
        Trouble(kind: "environment", end: .skipped("{}")),
        Trouble(kind: "input", end: .skipped("0")),
        Trouble(kind: "zone", end: .skipped("0")),
        Trouble(kind: "sort", end: .skipped("200000")),
    ]

    @Test func `A document comes back as the mapping's order, with the document's hash`() async throws {
        try await withPool { pool in
            let file = try await pool.map(Documents.order(1), name: "a.json")
            let order = try #require(file.firstOrder)
            #expect(order.alertID == "alert-1")
            #expect(order.comment == "test")
            #expect(file.documents[0].contentSHA256.count == 64)
            #expect(pool.statistics.alive == 2)
            #expect(pool.statistics.isFiltered)
        }
    }

    @Test(arguments: troubles)
    func `A troublesome document costs itself alone`(_ trouble: Trouble) async throws {
        try await withPool(settings: {
            $0.workers = 1
            $0.memory = 256 << 20
            if case .overran = trouble.end { $0.timeout = .milliseconds(500) } else { $0.timeout = .seconds(60) }
        }) { pool in
            async let before = pool.map(Documents.order(1), name: "before.json")
            async let between = pool.map(Documents.asking(for: trouble.kind), name: "trouble.json")
            async let after = pool.map(Documents.order(2), name: "after.json")
            #expect(try await before.firstOrder?.alertID == "alert-1")
            let file = try await between
            #expect(try await after.firstOrder?.alertID == "alert-2")
            #expect(try await pool.map(Documents.order(3), name: "later.json").firstOrder?.alertID == "alert-3")

            let statistics = pool.statistics
            switch trouble.end {
            case .skipped(let reason):
                #expect(file.firstSkip == reason)
                #expect(statistics.deaths == 0)
            case .refused(let word):
                #expect(file.firstRefusal?.reason == .mappingFailed)
                #expect(file.firstRefusal?.message.contains(word) == true)
                #expect(statistics.deaths == 0)
            case .killedTwo:
                #expect(file.refusal?.reason == .mappingFailed)
                #expect(file.refusal?.message.contains("two mapping workers died on this file") == true)
                #expect(statistics.deaths == 2)
                #expect(statistics.filesRefused == 1)
            case .overran:
                // A worker that the machine has kept from working is given a second chance.
                #expect(file.refusal?.reason == .mappingFailed)
                #expect((1...2).contains(statistics.overtimes))
                #expect(statistics.deaths == statistics.overtimes)
                #expect(statistics.filesRefused == 1)
            }
        }
    }

    @Test func `Many files with troublesome ones among them: each has its own answer`() async throws {
        try await withPool(settings: { $0.timeout = .seconds(60) }) { pool in
            let answers = try await withThrowingTaskGroup(of: (Int, MappedFile).self) { group in
                for number in 0..<120 {
                    group.addTask {
                        let isBad = number % 40 == 20
                        let document = isBad ? Documents.asking(for: "abort") : Documents.order(number)
                        return (number, try await pool.map(document, name: "\(number).json"))
                    }
                }
                return try await group.reduce(into: [Int: MappedFile]()) { $0[$1.0] = $1.1 }
            }
            for (number, file) in answers {
                if number % 40 == 20 {
                    #expect(file.refusal?.reason == .mappingFailed)
                } else {
                    #expect(file.firstOrder?.alertID == "alert-\(number)")
                }
            }
            #expect(pool.statistics.filesRefused == 3)
            #expect(pool.statistics.deaths == 6)
        }
    }

    @Test func `An idle worker that is killed is replaced, and no file pays for it`() async throws {
        let workers = WorkerWatch()
        try await withPool(settings: { $0.workers = 1 }, observer: { workers.note($0) }) { pool in
            let first = try await workers.ready(1)
            workers.kill(first)
            _ = try await workers.ready(2)
            #expect(try await pool.map(Documents.order(1), name: "a.json").firstOrder != nil)
            #expect(pool.statistics.filesRefused == 0)
            #expect(pool.statistics.deaths == 1)
            #expect(workers.files == [nil])
        }
    }

    @Test func `The successor of a worker is there before the worker dies`() async throws {
        let workers = WorkerWatch()
        try await withPool(settings: { $0.workers = 1 }, observer: { workers.note($0) }) { pool in
            for number in 1...3 {
                let worker = try await workers.ready(number)
                // Of all pools of these tests, and a new spare one is started before the slot takes a file.
                #expect(try await pool.map(Documents.order(number), name: "a.json").firstOrder != nil)
                let before = try WorkerWatch.children()
                workers.kill(worker)
                #expect(before.contains(try await workers.ready(number + 1)))
            }
            #expect(pool.statistics.deaths == 3)
        }
    }

    @Test func `A worker that is killed over its file: the file is tried once more, alone`() async throws {
        let workers = WorkerWatch()
        try await withPool(
            settings: {
                $0.workers = 1
                $0.timeout = .seconds(600)
            }, observer: { workers.note($0) }
        ) { pool in
            async let answer = pool.map(Documents.asking(for: "loop"), name: "loop.json")
            for number in 1...2 {
                let process = try await workers.ready(number)
                try await workers.isBusy(process)
                workers.kill(process)
            }
            let file = try await answer
            #expect(file.refusal?.reason == .mappingFailed)
            #expect(file.refusal?.message.contains("SIGKILL") == true)
            #expect(workers.files == ["loop.json", "loop.json"])
            #expect(try await pool.map(Documents.order(1), name: "a.json").firstOrder != nil)
        }
    }

    @Test func `Programs that do not compile are all named, with their lines, and nothing is started`() async throws {
        let sources = try MappingSources([
            MappingSources.Program(name: "good", text: "empty"),
            MappingSources.Program(name: "bad", file: "/x/bad.jq", text: "\n  if then"),
            MappingSources.Program(name: "worse", text: ".a |\n nothing_of_that_name"),
        ])
        let pool = try MappingWorkerPool(sources, settings: MappingWorkerSettings(executable: lazaretExecutable))
        let error = await #expect(throws: MappingPoolError.self) { try await pool.start() }
        guard case .programs(let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.program) == ["bad", "worse"])
        #expect(problems.map(\.line) == [2, 2])
        #expect(problems[0].description.hasPrefix("/x/bad.jq:2: "))
        #expect(pool.statistics.alive == 0)
    }
}
