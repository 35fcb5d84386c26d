import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct FileNameTests {
    @Test(arguments: [
        "a.json", "a.jsonl", "a.ndjson", "a b.json", "a.tmp.json", "\u{1b}[31m.json", "é.json", "..a.json.json",
    ])
    func `alert files are taken`(_ name: String) {
        #expect(AlertFileName.matches(Array(name.utf8)) == !name.hasPrefix("."))
    }

    @Test(arguments: [
        ".json", ".a.json", ".jsonl", "a.json.tmp", "a.part", "a.JSON", "a.json ", "a.json\n", "ajson", "a.jso", "",
        "json",
    ])
    func `everything else is left alone`(_ name: String) {
        #expect(!AlertFileName.matches(Array(name.utf8)))
    }

    @Test(arguments: [
        ("plain.json", "plain.json"), ("100%.json", "100%.json"), ("50%ff", "50%25ff"), ("%25", "%2525"),
        ("%%41", "%%2541"), ("line\nbreak\u{1b}[2J.json", "line\nbreak\u{1b}[2J.json"), ("日本.json", "日本.json"),
    ])
    func `text keeps UTF-8 and escapes only what reads as an escape`(_ name: String, _ text: String) {
        #expect(FileName(name).description == text)
        #expect(FileName(decoding: text) == FileName(name))
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a%FFb"), ([0xC3], "%C3"), ([0xC3, 0xA9, 0xC3], "é%C3"), ([0x25, 0xFF], "%%FF"),
            ([0x25, 0x34, 0xFE, 0x31], "%4%FE1"), ([0xED, 0xA0, 0x80], "%ED%A0%80"), ([0xF0, 0x9F, 0x98], "%F0%9F%98"),
            ([0xC0, 0xAF], "%C0%AF"),
        ] as [([UInt8], String)])
    func `bytes that are not UTF-8 are percent-encoded`(_ bytes: [UInt8], _ text: String) {
        #expect(FileName(bytes: bytes).description == text)
        #expect(FileName(decoding: text).bytes == bytes)
    }

    @Test func `no two names give the same text`() {
        var random = SeededRandom(seed: 11)
        let alphabet: [UInt8] = [0x25, 0x32, 0x35, 0x46, 0x66, 0x61, 0xC3, 0xA9, 0xFF, 0x80]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            #expect(FileName(decoding: FileName(bytes: bytes).description).bytes == bytes)
        }
    }

    @Test func `a name cannot climb out by way of its text`() {
        #expect(FileName(decoding: "..%2F..%2Fetc%00").bytes == Array("..%2F..%2Fetc%00".utf8))
    }
}
