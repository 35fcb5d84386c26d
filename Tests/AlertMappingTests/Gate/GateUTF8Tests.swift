import AlertMapping
import Testing

@Suite struct GateUTF8Tests {
    private static func verdict(_ bytes: ArraySlice<UInt8>) -> Result<CheckedJSON, GateError> {
        do throws(GateError) {
            return .success(try JSONGate().check(bytes))
        } catch {
            return .failure(error)
        }
    }

    private static func isLetThrough(_ inside: [UInt8]) -> Bool {
        (try? verdict([0x22] + inside + [0x22]).get()) != nil
    }

    /// Every value at which a rule of UTF-8 changes, and its neighbours.
    private static let edges: [UInt8] = [
        0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0,
        0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFE, 0xFF,
    ]

    @Test func `Two bytes are let through exactly if they are UTF-8`() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8(0x7F)...0xFF {
                let isUTF8 = String(validating: [first, second], as: UTF8.self) != nil
                #expect(Self.isLetThrough([first, second]) == isUTF8, "\(first) \(second)")
            }
        }
    }

    @Test(arguments: [UInt8](0xDF...0xF8))
    func `Three and four bytes at the edges are let through exactly if they are UTF-8`(_ lead: UInt8) {
        for second in Self.edges {
            for third in Self.edges {
                for bytes in [[lead, second, third], [lead, second, third, 0xBF], [lead, second, third, 0xC0]] {
                    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
                    #expect(Self.isLetThrough(bytes) == isUTF8, "\(bytes)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ([0xC0, 0x80], .invalidUTF8), ([0xE0, 0x80, 0x80], .invalidUTF8), ([0xF0, 0x80, 0x80, 0x80], .invalidUTF8),
            ([0xF4, 0x90, 0x80, 0x80], .invalidUTF8), ([0xED, 0xA0, 0x80], .encodedSurrogate), ([0xE9], .invalidUTF8),
            ([0xED, 0xBF, 0xBF], .encodedSurrogate), ([0xE2, 0x82], .invalidUTF8), ([0xFF], .invalidUTF8),
        ] as [([UInt8], GateError.Kind)])
    func `Bytes that are not UTF-8 are refused where their sequence begins`(_ bytes: [UInt8], _ kind: GateError.Kind) {
        for prefix in ["[\"", "[\"é", "[\"01234567", "{\"", "[", "[1", "[1,", "{", "[] "] {
            let error = #expect(throws: GateError.self) {
                try JSONGate().check(Array(prefix.utf8) + bytes + [0x22, 0x5D])
            }
            #expect(error?.kind == kind)
            #expect(error?.offset == prefix.utf8.count)
        }
    }

    @Test func `A flaw is found at every distance from the start and the end of a string`() {
        for before in 0..<20 {
            for after in 0..<20 {
                for flaw: UInt8 in [0x00, 0x1F, 0x0A, 0x80, 0xFF, 0x22, 0x5C] {
                    let inside =
                        [UInt8](repeating: 0x61, count: before) + [flaw] + [UInt8](repeating: 0x61, count: after)
                    // A backslash before nothing escapes the closing quote.
                    #expect(!Self.isLetThrough(inside), "\(before) \(flaw) \(after)")
                }
            }
        }
    }

    @Test func `What lies behind the end of a slice is never looked at`() {
        let text =
            " {\"é日𝄞\\ud834\\udd1e\":[-0.5e+10,true,null,\"\u{7FF}\\n01234567\"],\"a\":{ } , \"b\":\n          1}"
        let bytes = Array((text + text).utf8)
        for end in 0...(bytes.count / 2) {
            let alone = Self.verdict(Array(bytes[..<end])[...])
            let withMore = Self.verdict(bytes[..<end])
            #expect(alone == withMore, "\(end)")
        }
    }
}
