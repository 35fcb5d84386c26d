import LazaretCore
import Logging

/// The three written forms of a record. Text from outside is made safe to show in text; JSON and the journal are exact.
enum LogForm {
    static func text(_ record: LogRecord) -> String {
        let level = record.level.rawValue
        var line = "\(record.at) \(level)\(String(repeating: " ", count: max(1, 9 - level.count)))"
        line += VisibleText.of(record.message)
        for field in record.fields {
            let value = VisibleText.of(field.value)
            line +=
                " \(field.name)="
                + (value.utf8.contains(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") })
                    ? JSONText.quoted(value) : value)
        }
        return line + "\n"
    }

    /// A field called `message` is `detail` here: an object has each name once.
    static func json(_ record: LogRecord) -> String {
        var members = [
            ("at", JSONText.quoted(record.at.description)), ("level", JSONText.quoted(record.level.rawValue)),
            ("message", JSONText.quoted(record.message)),
        ]
        members += record.fields.map { ($0.name == "message" ? "detail" : $0.name, JSONText.quoted($0.value)) }
        return JSONText.object(members) + "\n"
    }

    /// systemd's native protocol: `NAME=value` lines, and a length-prefixed form for values with a newline.
    static func journal(_ record: LogRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        add("MESSAGE", message(record), &bytes)
        add("PRIORITY", String(priority(record.level)), &bytes)
        add("SYSLOG_IDENTIFIER", "lazaret", &bytes)
        for field in record.fields { add("LAZARET_" + field.name.uppercased(), field.value, &bytes) }
        return bytes
    }

    /// What `journalctl` shows without its fields: the message and the ids that tell which thing it is about.
    private static func message(_ record: LogRecord) -> String {
        record.fields.reduce(VisibleText.of(record.message)) { $0 + " \($1.name)=" + VisibleText.of($1.value) }
    }

    private static func add(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
        let content = Array(value.utf8)
        bytes += Array(name.utf8)
        if content.contains(10) {
            bytes.append(10)
            withUnsafeBytes(of: UInt64(content.count).littleEndian) { bytes += Array($0) }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += content
        bytes.append(10)
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
