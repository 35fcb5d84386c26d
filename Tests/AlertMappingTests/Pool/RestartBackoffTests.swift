import Testing

@testable import AlertMapping

struct RestartBackoffTests {
    @Test func `A worker that was ready is replaced at once; ones that never are, more and more seldom`() {
        var backoff = RestartBackoff()
        #expect(backoff.delay == .zero)
        var delays: [Duration] = []
        for _ in 0..<10 {
            backoff.failed()
            delays.append(backoff.delay)
        }
        #expect(delays.first == .milliseconds(50))
        #expect(delays == delays.sorted())
        #expect(delays.last == .seconds(5))
        backoff.wasOfUse()
        #expect(backoff.delay == .zero)
    }
}
