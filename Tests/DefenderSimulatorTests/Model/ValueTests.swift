import LazaretCore
import LoopbackHTTPServer
import Testing

@testable import DefenderSimulator

@Suite("The simulator's small values")
struct ValueTests {
    @Test(
        "durations are read with their units",
        arguments: [
            ("500ms", 500), ("0", 0), ("1s", 1000), ("1.5s", 1500), ("5m", 300_000), ("24h", 86_400_000),
            ("30d", 2_592_000_000),
            ("0.5ms", 1),
        ])
    func durations(text: String, milliseconds: Int64) {
        #expect(DurationText.parse(text)?.milliseconds == milliseconds)
    }

    @Test(
        "anything else is no duration",
        arguments: ["", "5", "s", "-1s", "+1s", "1 s", "1.2.3s", ".5s", "1e3s", "nans", "40000d", "1S"])
    func noDurations(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test("windows are read", arguments: [("100/1m", 100, 60_000), ("0/500ms", 0, 500)])
    func windows(text: String, limit: Int, milliseconds: Int64) throws {
        let window = try #require(QuotaOptions.Window(text))
        #expect(window.limit == limit)
        #expect(window.per.milliseconds == milliseconds)
    }

    @Test("anything else is no window", arguments: ["100", "/1m", "100/", "-1/1m", "100/1m/1h", "1/0", "x/1m"])
    func noWindows(text: String) {
        #expect(QuotaOptions.Window(text) == nil)
    }

    @Test(
        "HTTP dates and seven-digit times",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00.0000042Z"),
            (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 GMT", "2000-02-29T00:00:00.0000042Z"),
            (1_769_862_896_789, "Sat, 31 Jan 2026 12:34:56 GMT", "2026-01-31T12:34:56.7890042Z"),
            (-1000, "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59.0000042Z"),
        ])
    func times(milliseconds: Int64, http: String, seven: String) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(TimeText.http(instant) == http)
        #expect(TimeText.sevenDigits(instant, 42) == seven)
    }

    @Test("JSON is written in order and escaped, and read again")
    func json() {
        let value: JSONValue = .object([
            .init("z", .string("a\"\\\n\r\t\u{1}\u{7f}é😀")),
            .init("a", .array([.null, .bool(true), .integer(-1), .number(1.5)])),
            .init("", .object([])),
        ])
        let text = #"{"z":"a\"\\\n\r\t\u0001"# + "\u{7f}é😀" + #"","a":[null,true,-1,1.5],"":{}}"#
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        let again = JSONValue(parsing: value.bytes)
        #expect(again?["z"] == value["z"])
        #expect(again?["a"] == value["a"])
        #expect(JSONValue(parsing: Array("{".utf8)) == nil)
    }

    @Test("a generator repeats itself for the same seed and stream only")
    func generator() {
        func draw(_ seed: UInt64, _ stream: UInt64) -> [String] {
            var generator = SeededGenerator(seed: seed, stream: stream)
            return (0..<3).map { _ in generator.guid() }
        }
        #expect(draw(1, 2) == draw(1, 2))
        #expect(Set(draw(1, 2) + draw(1, 3) + draw(2, 2)).count == 9)
    }

    @Test(
        "settings are read strictly",
        arguments: [
            #"{"pendin": "1s"}"#, #"{"pending": "1"}"#, #"{"limits": ["100"]}"#, #"{"lock": "none"}"#, "[]",
            #"{"overrides": [{"finale": "Failed"}]}"#,
        ])
    func settings(text: String) throws {
        var client = ModelClient()
        let answer = client.send(.init(method: "POST", path: "/_simulator/settings", body: Array(text.utf8)))
        #expect(try answer.response.status == 400)
    }
}
