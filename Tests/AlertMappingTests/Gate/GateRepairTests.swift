import AlertMapping
import Testing

@Suite struct GateRepairTests {
    @Test(arguments: [
        (#"["\ud800"]"#, #"["\ufffd"]"#),
        (#"["\uDC00"]"#, #"["\ufffd"]"#),
        (#"["\uD800\uD800\uDC00"]"#, #"["\ufffd\uD800\uDC00"]"#),
        (#"["\uDC00\uD800"]"#, #"["\ufffd\ufffd"]"#),
        (#"["\uD800\n"]"#, #"["\ufffd\n"]"#),
        (#"["\uD800\u0061"]"#, #"["\ufffd\u0061"]"#),
        (#"["\uD800x\uDC00"]"#, #"["\ufffdx\ufffd"]"#),
        (#"  {"\udbff":"evil\udc00.exe"}  "#, #"{"\ufffd":"evil\ufffd.exe"}"#),
        (#"["\\ud800"]"#, #"["\\ud800"]"#),
        (#"["\\\ud800"]"#, #"["\\\ufffd"]"#),
        (#"["\ud834\udd1e"]"#, #"["\ud834\udd1e"]"#),
        (#" [1] "#, #"[1]"#),
    ])
    func `Half a surrogate pair becomes U+FFFD, and nothing else is touched`(_ json: String, _ repaired: String) throws
    {
        let bytes = Array(json.utf8)
        let checked = try JSONGate().check(bytes[...])
        #expect(String(decoding: checked.repaired(bytes[...]), as: UTF8.self) == repaired)
    }

    @Test func `A document that needs no repair is not copied`() throws {
        let bytes = Array(#" {"a": "\ud834\udd1e"} "#.utf8)
        let slice = try JSONGate().check(bytes[...]).repaired(bytes[...])
        let isSameMemory = bytes.withUnsafeBufferPointer { whole in
            slice.withUnsafeBufferPointer { part in part.baseAddress == whole.baseAddress.map { $0 + 1 } }
        }
        #expect(isSameMemory)
    }

    @Test func `A slice out of the middle of a file is repaired in its own place`() throws {
        let bytes = Array(#"xxxx ["\ud800"] xxxx"#.utf8)
        let slice = bytes[4..<16]
        let checked = try JSONGate().check(slice)
        #expect(checked.range == 1..<11)
        #expect(String(decoding: checked.repaired(slice), as: UTF8.self) == #"["\ufffd"]"#)
    }
}
