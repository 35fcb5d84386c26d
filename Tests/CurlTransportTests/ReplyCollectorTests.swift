import Testing

@testable import CurlTransport

@Suite struct ReplyCollectorTests {
    private func collector(headers: Int = 10, bytes: Int = 1000, body: Int = 10) -> ReplyCollector {
        ReplyCollector(limits: .init(headerCount: headers, headerBytes: bytes, bodyBytes: body))
    }

    private func feed(_ lines: [String], to collector: inout ReplyCollector) -> Bool {
        lines.allSatisfy { line in Array((line + "\r\n").utf8).withUnsafeBytes { collector.take(headerLine: $0) } }
    }

    @Test func keepsTheHeadersOfTheLastHeadAlone() {
        var collector = collector()
        #expect(feed(["HTTP/1.1 100 Continue", "A: 1", "", "HTTP/2 200", "b:2", "C :  3 ", ""], to: &collector))
        #expect(collector.head.headers.map(\.name) == ["b", "C"])
        #expect(collector.head.headers.map(\.value) == ["2", "3"])
    }

    @Test func joinsFoldedLinesAndPassesOverLinesWithoutAColon() {
        var collector = collector()
        #expect(feed(["HTTP/1.1 200 OK", " early", "A: 1", "\t2", "nonsense", "B: 3", ""], to: &collector))
        #expect(collector.head.headers.map(\.value) == ["1 2", "3"])
    }

    @Test func aHeaderLineAfterTheBodyIsATrailer() {
        var collector = collector()
        #expect(feed(["HTTP/1.1 200 OK", ""], to: &collector))
        #expect([1, 2, 3].withUnsafeBytes { collector.take(body: .init(rebasing: $0.prefix(3))) })
        #expect(feed(["Late: 1", "HTTP/1.1 500 No"], to: &collector))
        #expect(collector.head.headers.isEmpty)
        #expect(collector.body.count == 3)
    }

    @Test func asManyHeadersAsAllowedAndNotOneMore() {
        var collector = collector(headers: 3)
        #expect(feed(["HTTP/1.1 200 OK", "A: 1", "B: 1", "C: 1", ""], to: &collector))
        #expect(!feed(["D: 1"], to: &collector))
        #expect(collector.refusal == .tooManyHeaders)
    }

    @Test func headerBytesCountOverInterimAnswers() {
        var collector = collector(headers: 1000, bytes: 100)
        #expect(feed(["HTTP/1.1 103 Hints", "A: 1", ""], to: &collector))
        #expect(!feed(Array(repeating: "HTTP/1.1 103 Hints", count: 5), to: &collector))
        #expect(collector.refusal == .headersTooLong)
    }

    @Test func asManyBytesAsAllowedAndNotOneMore() {
        var collector = collector(body: 4)
        let bytes: [UInt8] = [1, 2, 3, 4]
        #expect(bytes.withUnsafeBytes { collector.take(body: $0) })
        #expect(!bytes.withUnsafeBytes { collector.take(body: .init(rebasing: $0.prefix(1))) })
        #expect(collector.refusal == .bodyTooLarge)
        #expect(collector.body == bytes)
    }
}
