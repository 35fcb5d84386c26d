import LazaretCore

/// `NAME.reason.json` beside a rejected file (contract, section 3).
struct ReasonFile {
    static let suffix = ".reason.json"

    var file: String
    var refusal: Refusal
    var alertsTaken: Int
    var alertsRefused: Int
    var at: Instant

    /// All keys always, in the order of the contract; null where unknown.
    var json: [UInt8] {
        let fields = [
            ("file", JSONText.quoted(file)),
            ("reason", JSONText.quoted(refusal.reason.rawValue)),
            ("message", JSONText.quoted(refusal.message)),
            ("line", refusal.line.map(String.init) ?? "null"),
            ("column", refusal.column.map(String.init) ?? "null"),
            ("alerts_taken", String(alertsTaken)),
            ("alerts_refused", String(alertsRefused)),
            ("at", JSONText.quoted(at.description)),
        ]
        let lines = fields.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n")
        return Array("{\n\(lines)\n}\n".utf8)
    }
}

/// A JSON string, escaped as RFC 8259 asks and no further. It cannot fail, which an encoder's signature cannot say.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}": quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
