import Testing

@testable import Inbox

@Suite struct ArchiveNameTests {
    private let hash = "0123456789abcdef"

    @Test(
        arguments: [
            ("a.json", 1, "a-01234567.json"), ("a.json", 2, "a-01234567-2.json"),
            ("a.b.jsonl", 1, "a.b-01234567.jsonl"),
            ("x.ndjson", 3, "x-01234567-3.ndjson"), ("no ending", 1, "no ending-01234567"),
        ] as [(String, Int64, String)])
    func `a taken name gets hash digits and a number, and keeps its ending`(
        _ name: String, _ number: Int64, _ expected: String
    ) {
        let names = ArchiveName(name: FileName(name), reserve: 0)
        #expect(names.distinguished(by: hash, number: number) == FileName(expected))
    }

    @Test(arguments: [0, 12])
    func `a name that is too long for its suffix is not used as it is`(_ reserve: Int) {
        let fits = FileName(String(repeating: "n", count: 255 - 5 - reserve) + ".json")
        let tooLong = FileName(String(repeating: "n", count: 255 - 4 - reserve) + ".json")
        #expect(ArchiveName(name: fits, reserve: reserve).plain == fits)
        #expect(ArchiveName(name: tooLong, reserve: reserve).plain == nil)
        let cut = ArchiveName(name: tooLong, reserve: reserve).distinguished(by: hash, number: 1)
        #expect(cut.count == 255 - reserve)
        #expect(cut.description.hasSuffix("nn-01234567.json"))
    }

    @Test(arguments: ["é", "日", "😀"])
    func `a cut never splits a character`(_ character: String) {
        for padding in 0..<4 {
            let stem = String(repeating: "a", count: padding) + String(repeating: character, count: 100)
            let name = FileName(String(decoding: Array((stem + stem).utf8).prefix(250), as: UTF8.self) + ".json")
            let cut = ArchiveName(name: name, reserve: 12).distinguished(by: hash, number: 1)
            #expect(String(validating: cut.bytes, as: UTF8.self) != nil)
            #expect(cut.count <= 243)
            #expect(cut.count > 243 - character.utf8.count)
        }
    }

    @Test func `a stem of bytes that are no characters is cut too`() {
        let name = FileName(bytes: [UInt8](repeating: 0xBF, count: 250) + Array(".json".utf8))
        let cut = ArchiveName(name: name, reserve: 12).distinguished(by: hash, number: 1)
        #expect(cut.count <= 243)
        #expect(cut.description.hasSuffix("-01234567.json"))
    }

    @Test func `after a few numbers comes the time of day`() {
        let names = ArchiveName(name: FileName("a.json"), reserve: 0)
        let tried = (0..<12).map { names.candidate($0, hash: hash, milliseconds: 1_767_225_600_000)?.description }
        #expect(tried.prefix(3) == ["a.json", "a-01234567.json", "a-01234567-2.json"])
        #expect(tried[9] == "a-01234567-1767225600000.json")
        #expect(Set(tried).count == 12)
    }
}
