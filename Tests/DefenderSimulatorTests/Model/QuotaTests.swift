import LazaretCore
import LoopbackHTTPServer
import Testing

@testable import DefenderSimulator

@Suite("Sliding quotas")
struct QuotaTests {
    private static let lane = QuotaLane(tenant: "t", app: "a", operation: .submit)

    /// What the windows mean, spelled out: every arrival ever, looked at again each time.
    private struct BruteForce {
        var windows: [QuotaOptions.Window]
        var countsRefused: Bool
        var arrivals: [Int64] = []
        var counted: [Int64] = []
        var largest: [Int] = []

        mutating func admits(_ now: Int64) -> Bool {
            arrivals.append(now)
            if largest.isEmpty { largest = windows.map { _ in 0 } }
            var isAdmitted = true
            for (index, window) in windows.enumerated() {
                let start = now - window.per.milliseconds
                largest[index] = max(largest[index], arrivals.filter { $0 > start }.count)
                if counted.filter({ $0 > start }).count >= window.limit { isAdmitted = false }
            }
            if isAdmitted || countsRefused { counted.append(now) }
            return isAdmitted
        }
    }

    @Test("agree with a brute-force count over random arrivals", arguments: 1...40 as ClosedRange<UInt64>)
    func bruteForce(seed: UInt64) {
        var chance = SeededGenerator(seed: seed, stream: 0)
        var options = QuotaOptions()
        options.countsRefused = seed % 4 == 0
        options.windows = (0..<Int.random(in: 1...3, using: &chance)).map { _ in
            QuotaOptions.Window(
                limit: Int.random(in: 0...30, using: &chance),
                per: .milliseconds(Int.random(in: 1...2000, using: &chance)))
        }
        var book = QuotaBook(options: options)
        var truth = BruteForce(windows: options.windows, countsRefused: options.countsRefused)
        var now: Int64 = 1_000_000
        for _ in 0..<600 {
            // Bursts at the same instant, steps of one, and gaps that empty a window.
            now +=
                [0, 0, 1, Int64.random(in: 0...60, using: &chance), Int64.random(in: 0...2500, using: &chance)]
                .randomElement(using: &chance) ?? 0
            let verdict = book.arrive(Self.lane, at: Steady(milliseconds: now))
            #expect((verdict == .admitted) == truth.admits(now))
        }
        for (window, largest) in zip(options.windows, truth.largest) {
            #expect(
                book.uses.contains {
                    $0.limit == window.limit && $0.windowMilliseconds == window.per.milliseconds
                        && $0.largest == largest
                })
        }
    }

    @Test("a refused call that comes back exactly when it was told to is admitted, and a millisecond before it is not")
    func comeBack() throws {
        var options = QuotaOptions()
        options.windows = [.init(limit: 2, per: .seconds(1)), .init(limit: 3, per: .seconds(10))]
        var book = QuotaBook(options: options)
        var now = Steady(milliseconds: 0)
        var refusals = 0
        for _ in 0..<50 {
            guard case .refused(let wait) = book.arrive(Self.lane, at: now) else { continue }
            refusals += 1
            var early = book
            #expect(early.arrive(Self.lane, at: now + wait - .milliseconds(1)) != .admitted)
            now = now + wait
            #expect(book.arrive(Self.lane, at: now) == .admitted)
        }
        #expect(refusals > 10)
    }

    @Test("each operation, each tenant and each application has its own")
    func lanes() throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 1, per: .seconds(60))]
        var client = ModelClient(options)
        #expect(try client.submit().response.status == 201)
        #expect(try client.submit().response.status == 429)
        #expect(try client.list([]).status == 200)
        #expect(try client.list([]).status == 429)
        client.use(token: try client.fetchToken(app: "another"))
        #expect(try client.list([]).status == 200)
        client.use(token: try client.fetchToken(tenant: "another"))
        #expect(try client.list([]).status == 200)
    }

    @Test(
        "a 429 says when to come back, in the form that the options want",
        arguments: [
            (QuotaOptions.RetryAfter.seconds, "60"), (.date, "Sat, 31 Jan 2026 12:35:56 GMT"), (.absent, nil),
            (.text("soon"), "soon"), (.text("99999999999999999999"), "99999999999999999999"),
        ] as [(QuotaOptions.RetryAfter, String?)])
    func retryAfter(form: QuotaOptions.RetryAfter, header: String?) throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 1, per: .seconds(60))]
        options.quota.retryAfter = form
        var client = ModelClient(options)
        _ = try client.list([])
        client.advance(by: .milliseconds(1))
        let response = try client.list([])
        #expect(response.status == 429)
        #expect(try response.errorCode == "TooManyRequests")
        #expect(response.headers["Retry-After"] == header)
        #expect(response.headers["Date"] == "Sat, 31 Jan 2026 12:34:56 GMT")
    }

    @Test("the defaults are 100 a minute and 1,500 an hour, and the record shows who went over")
    func defaults() throws {
        var client = ModelClient()
        var admitted = 0
        for _ in 0..<101 { admitted += try client.list([]).status == 200 ? 1 : 0 }
        #expect(admitted == 100)
        let over = client.defender.report(at: client.now).overLimit
        #expect(over.map(\.limit) == [100])
        #expect(over.map(\.largest) == [101])
        #expect(over.map(\.operation) == [.list])
        client.advance(by: .seconds(60))
        #expect(try client.list([]).status == 200)
    }

    @Test("tokens have no quota, and a call without a valid token takes none")
    func unauthenticated() throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 1, per: .seconds(60))]
        var client = ModelClient(options)
        for _ in 0..<3 { _ = try client.fetchToken() }
        client.use(token: "nonsense")
        for _ in 0..<3 { #expect(try client.list([]).status == 401) }
        client.forgetToken()
        #expect(try client.list([]).status == 200)
    }
}
