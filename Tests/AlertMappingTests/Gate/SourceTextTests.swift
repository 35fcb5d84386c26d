import AlertMapping
import LazaretCore
import Testing

@Suite struct SourceTextTests {
    private static func utf16(_ text: String, bigEndian: Bool, mark: Bool = true) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? bytes : bytes.reversed()
        }
    }

    private static func utf32(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            let bytes = [24, 16, 8, 0].map { UInt8(scalar.value >> $0 & 0xFF) }
            return bigEndian ? bytes : bytes.reversed()
        }
    }

    private func split(_ bytes: [UInt8], name: String = "a.json") -> [String] {
        DocumentSplitterTests.split(bytes, name: name)
    }

    @Test(arguments: ["{\"a\":1}", "{\"ä€𝄞\":\"\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"}", "[]", "[\"\u{FEFF}\"]"])
    func `UTF-8 with a mark and UTF-16 with one read as UTF-8 without`(_ text: String) {
        let expected = ["- " + text]
        #expect(split(Array(text.utf8)) == expected)
        #expect(split([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
        #expect(split(Self.utf16(text, bigEndian: false)) == expected)
        #expect(split(Self.utf16(text, bigEndian: true)) == expected)
    }

    @Test func `The same document has the same bytes to hash in every encoding`() {
        let text = "{\"name\":\"größe 𝄞\"}"
        let files = [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), Self.utf16(text + "\r\n", bigEndian: false),
        ]
        for file in files {
            let documents = DocumentSplitter().split(file, name: "a.json").documents
            #expect(documents.map { Array($0.original) } == [Array(text.utf8)])
        }
    }

    @Test func `UTF-16 may hold one document a line`() {
        let text = "{\"a\":\"é\"}\r\n{\"b\":\"é\",}\r\n{}\r\n"
        let expected = ["1 {\"a\":\"é\"}", "2 refused 2:10", "3 {}"]
        #expect(split(Self.utf16(text, bigEndian: false)) == expected)
        #expect(split(Self.utf16(text, bigEndian: true)) == expected)
    }

    @Test func `Half a surrogate pair and half a code unit in UTF-16 are refused in their place`() {
        let halves: [[UInt8]] = [[0x00, 0xD8], [0x00, 0xDC], [0xFF, 0xDB, 0x61, 0x00], [0x00, 0xDC, 0x00, 0xD8]]
        for half in halves {
            let file =
                Self.utf16("[1,\n\"é", bigEndian: false) + half + Self.utf16("\"]", bigEndian: false, mark: false)
            #expect(split(file) == ["file refused 2:4"])
            let refusal = DocumentSplitter().split(file, name: "a.json").refusal
            #expect(refusal?.message == "not valid UTF-16: half a surrogate pair or half a code unit")
        }
        #expect(split(Self.utf16("{}", bigEndian: true) + [0x00]) == ["file refused 1:3"])
        #expect(
            split(Self.utf16("{}\n{\"a\":1}\n", bigEndian: true) + [0x00]) == ["1 {}", "2 {\"a\":1}", "3 refused 3:1"])
    }

    @Test func `Other encodings are refused with a place`() {
        let text = "{\"a\":\"x\"}"
        for bigEndian in [false, true] {
            #expect(split(Self.utf16(text, bigEndian: bigEndian, mark: false)) == ["file refused 1:1"])
            #expect(split(Self.utf32(text, bigEndian: bigEndian)) == ["file refused 1:1"])
            #expect(split(Self.utf32("\u{FEFF}" + text, bigEndian: bigEndian)) == ["file refused 1:1"])
            #expect(split(Self.utf16(text, bigEndian: bigEndian, mark: false), name: "a.jsonl") == ["file refused 1:1"])
        }
        let latin1: [UInt8] = Array("{\"a\":\"".utf8) + [0xE9] + Array("\"}".utf8)
        #expect(split(latin1) == ["file refused 1:7"])
    }

    @Test func `A mark alone is an empty file, and one inside is refused`() {
        #expect(split([0xEF, 0xBB, 0xBF]) == ["file refused 1:1"])
        #expect(split([0xFF, 0xFE]) == ["file refused 1:1"])
        #expect(split([0xFE, 0xFF]) == ["file refused 1:1"])
        #expect(split([0xEF, 0xBB]) == ["file refused 1:1"])
        #expect(split(Array("\u{FEFF}\u{FEFF}{}".utf8)) == ["file refused 1:1"])
        #expect(split(Array("\u{FEFF}{}\n\u{FEFF}{}\n".utf8)) == ["1 {}", "2 refused 2:1"])
    }
}
