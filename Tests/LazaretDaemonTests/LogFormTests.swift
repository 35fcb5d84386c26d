import LazaretCore
import Logging
import Testing

@testable import LazaretDaemon

struct LogFormTests {
    static let record = LogRecord(
        at: Instant(milliseconds: 1_769_862_896_789), level: .warning, message: "submitted\u{1b}[2J",
        fields: [("action", "7"), ("error_message", "line one\nline \"two\"")])

    @Test("text is one line, whatever the values hold")
    func text() {
        #expect(
            LogForm.text(Self.record)
                == "2026-01-31T12:34:56.789Z warning  submitted\\u{1b}[2J action=7 "
                + #"error_message="line one\\u{a}line \"two\"""# + "\n")
        #expect(!LogForm.text(Self.record).dropLast().contains("\n"))
        #expect(!LogForm.text(Self.record).contains("\u{1b}"))
    }

    @Test("JSON is exact")
    func json() {
        #expect(LogForm.json(Self.record).contains("\"error_message\": \"line one\\nline \\\"two\\\"\""))
        #expect(LogForm.json(Self.record).contains("\"level\": \"warning\""))
    }

    @Test("JSON has each name once: a field called message is the detail of the line's own")
    func jsonNames() {
        var record = Self.record
        record.fields = [("message", "No space left on device"), ("problem", "action_log")]
        #expect(
            LogForm.json(record)
                == #"{"at": "2026-01-31T12:34:56.789Z", "level": "warning", "message": "submitted\u001b[2J", "#
                + #""detail": "No space left on device", "problem": "action_log"}"# + "\n")
    }

    @Test("the journal gets each id as a field of its own; a value with a newline goes in its length-prefixed form")
    func journal() {
        let bytes = LogForm.journal(Self.record)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\nPRIORITY=4\n"))
        #expect(text.contains("\nLAZARET_ACTION=7\n"))
        let value = Array("line one\nline \"two\"".utf8)
        let expected =
            Array("LAZARET_ERROR_MESSAGE\n".utf8) + [UInt8(value.count), 0, 0, 0, 0, 0, 0, 0] + value + [10]
        #expect(bytes.suffix(expected.count).elementsEqual(expected))
    }
}
