import HTTPTransport

/// Percent-encoding by RFC 3986; what is not plainly harmless is encoded.
enum URLEncoding {
    /// For one path segment, a form name or a form value: unreserved characters stay, all else becomes `%XX`.
    static func component(_ text: String) -> String { encode(text, keeping: []) }

    /// For a query value. The sub-delimiters of OData literals stay as they are: they are legal in a query, and a filter
    /// over hundreds of ids stays short.
    static func queryValue(_ text: String) -> String { encode(text, keeping: Array("'(),:".utf8)) }

    /// `application/x-www-form-urlencoded`: the fields in the order given, and behind them the one that nobody may see. The
    /// secret's bytes go straight from where they lie to where libcurl reads them; both places are wiped.
    static func form(_ fields: [(name: String, value: String)], secret: (name: String, value: Secret)) -> WipedBytes {
        let plain = fields.map { component($0.name) + "=" + component($0.value) + "&" }.joined()
        let beginning = Array((plain + component(secret.name) + "=").utf8)
        let bytes = secret.value.storage.contents
        return WipedBytes(capacity: beginning.count + 3 * bytes.count) { memory in
            memory.copyBytes(from: beginning)
            var end = beginning.count
            for byte in bytes {
                append(byte, keeping: []) { digit in
                    memory[end] = digit
                    end += 1
                }
            }
            return end
        }
    }

    private static func encode(_ text: String, keeping kept: [UInt8]) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 { append(byte, keeping: kept) { encoded.append($0) } }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, keeping kept: [UInt8], _ put: (UInt8) -> Void) {
        if isUnreserved(byte) || kept.contains(byte) {
            put(byte)
        } else {
            put(UInt8(ascii: "%"))
            put(digits[Int(byte >> 4)])
            put(digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
