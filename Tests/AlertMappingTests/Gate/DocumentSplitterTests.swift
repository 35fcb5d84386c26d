import AlertMapping
import LazaretCore
import LazaretTestKit
import Testing

@Suite struct DocumentSplitterTests {
    /// One line a document: `LINE TEXT` of what is read, `LINE refused L:C`, or `file refused L:C`.
    static func split(_ bytes: [UInt8], name: String = "a.json") -> [String] {
        let file = DocumentSplitter().split(bytes, name: name)
        func place(_ refusal: Refusal) -> String {
            #expect(refusal.reason == .malformedJSON)
            #expect(!refusal.message.isEmpty)
            return "refused \(refusal.line ?? 0):\(refusal.column ?? 0)"
        }
        if let refusal = file.refusal {
            #expect(file.documents.isEmpty)
            return ["file " + place(refusal)]
        }
        return file.documents.map { document in
            let line = document.line.map(String.init) ?? "-"
            switch document.json {
            case .success(let json): return line + " " + String(decoding: json, as: UTF8.self)
            case .failure(let refusal): return line + " " + place(refusal)
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let expected: [String]

        init(_ text: String, name: String = "a.json", _ expected: String...) {
            (self.text, self.name, self.expected) = (text, name, expected)
        }

        var testDescription: String { name + ": " + text.debugDescription }
    }

    @Test(arguments: [
        Case("{\"a\":1}", "- {\"a\":1}"),
        Case(" \r\n{\"a\":\n1}\n\n", "- {\"a\":\n1}"),
        Case("[\n{},\n{}\n]\n", "- [\n{},\n{}\n]"),
        Case("{}\n", name: "a.jsonl", "- {}"),
        Case("[\n{}\n]", name: "a.ndjson", "- [\n{}\n]"),
        Case("\"text\"", "- \"text\""),
    ])
    func `A file that is one document is one document, whatever its name`(_ test: Case) {
        #expect(Self.split(Array(test.text.utf8), name: test.name) == test.expected)
    }

    @Test(arguments: [
        Case("{\"a\":1}\n{\"a\":2}\n", "1 {\"a\":1}", "2 {\"a\":2}"),
        Case("{\"a\":1}\r\n{\"a\":2}\r\n", "1 {\"a\":1}", "2 {\"a\":2}"),
        Case("\n \t\n{\"a\":1}\n\r\n\n [2] \n{}", "3 {\"a\":1}", "6 [2]", "7 {}"),
        Case("[1]\n2\nnull\n\"x\"", "1 [1]", "2 2", "3 null", "4 \"x\""),
        Case("{}\n{\"a\":\"\\ud800\"}\n", "1 {}", "2 {\"a\":\"\\ufffd\"}"),
        Case("{\"a\":1}\n{\"a\":1,}\n{\"a\":3}\n", "1 {\"a\":1}", "2 refused 2:7", "3 {\"a\":3}"),
        Case("{\"a\":1}\n\n  {\"a\":01}\n{}\n", "1 {\"a\":1}", "3 refused 3:8", "4 {}"),
        Case("{}\n{} {}\n{}", "1 {}", "2 refused 2:4", "3 {}"),
        Case("{}\nnot json\n{\"a\":\n{\"b\":2}\n", "1 {}", "2 refused 2:1", "3 refused 3:6", "4 {\"b\":2}"),
        Case("{}\n{\"a\":[\n{\"b\":2}\n{}", "1 {}", "2 refused 2:7", "3 {\"b\":2}", "4 {}"),
        Case("{}\n{\"a\":1,\n{\"b\":2}\n{}", "1 {}", "2 refused 2:8", "3 {\"b\":2}", "4 {}"),
        Case("{}\n\"a\n{\"b\":2}\n", "1 {}", "2 refused 2:3", "3 {\"b\":2}"),
    ])
    func `One document a line: good lines are taken, bad ones have their place in the file`(_ test: Case) {
        #expect(Self.split(Array(test.text.utf8), name: test.name) == test.expected)
    }

    @Test(arguments: ["a.jsonl", "a.ndjson", "A.JSONL", "x.y.NdJson"])
    func `A name that says lines is believed even where the first line is bad`(_ name: String) {
        #expect(Self.split(Array("lse}\n{\"a\":2}\n".utf8), name: name) == ["1 refused 1:1", "2 {\"a\":2}"])
        #expect(
            Self.split(Array("{\"a\":\n{\"a\":2}\n{}\n".utf8), name: name) == ["1 refused 1:6", "2 {\"a\":2}", "3 {}"])
        #expect(Self.split(Array("1\n{\"a\":2}".utf8), name: name) == ["1 1", "2 {\"a\":2}"])
        #expect(Self.split(Array("{".utf8), name: name) == ["1 refused 1:2"])
    }

    @Test(arguments: ["a.json", "jsonl", "a.jsonl.json", "a.jsonlx", "", "a.ndjson "])
    func `Any other name needs a first line that is an object or array by itself`(_ name: String) {
        #expect(Self.split(Array("lse}\n{\"a\":2}\n".utf8), name: name) == ["file refused 1:1"])
        #expect(Self.split(Array("1\n{\"a\":2}".utf8), name: name) == ["file refused 2:1"])
        #expect(Self.split(Array("\"x\"\n[]".utf8), name: name) == ["file refused 2:1"])
    }

    @Test(arguments: [
        Case("", "file refused 1:1"),
        Case(" \n\t\r\n", "file refused 1:1"),
        Case("", name: "a.jsonl", "file refused 1:1"),
        Case("\n", name: "a.jsonl", "file refused 1:1"),
        Case("{}{}\n", "file refused 1:3"),
        Case("{} {}\n{}\n", "file refused 1:4"),
        Case("{\"a\":1,\"a\":2}\n{}\n", "file refused 1:8"),
        Case("[\n{\"a\":1},\n{\"a\":2},\n]\n", "file refused 3:8"),
        Case("{\n \"a\": 1,\n \"b\": [\n  {}\n}\n", "file refused 5:1"),
    ])
    func `Otherwise the file is refused at its first error`(_ test: Case) {
        #expect(Self.split(Array(test.text.utf8), name: test.name) == test.expected)
    }

    @Test(arguments: [
        // Elements of an array that is broken later, cut off, without a comma.
        Case("[\n{\"a\":1},\n{\"a\":2},,\n{\"a\":3}\n]\n", name: "a.jsonl", "file refused 3:9"),
        Case("[\n{\"a\":1},\n{\"a\":2}\n", name: "a.jsonl", "file refused 3:8"),
        Case("[\n{\"a\":1}\n{\"a\":2}\n]\n", name: "a.jsonl", "file refused 3:1"),
        Case("[{\"a\":1},\n{\"a\":2},\n{\"a\":3}\n", name: "a.jsonl", "file refused 3:8"),
        // Evidence on a line of its own inside an alert.
        Case("{\"id\":1,\n\"evidence\":[\n{\"sha1\":\"x\"}\n],}", name: "a.ndjson", "file refused 4:2"),
        Case("{}\n{\n\"evidence\":[\n{\"sha1\":\"x\"}\n]\n", "1 {}", "2 refused 5:2"),
        Case("{}\n\n[\n{\"a\":1},\n{\"a\":2}\n]\n{}\n", "1 {}", "3 refused 7:1"),
        Case("{}\n[\n{\"a\":1}\n]\n", "1 {}", "2 refused 2:1"),
    ])
    func `What is inside a broken document over several lines is never read as a line`(_ test: Case) {
        #expect(Self.split(Array(test.text.utf8), name: test.name) == test.expected)
    }

    @Test func `A file cut off in its last line gives the good lines and one bad`() {
        let whole = (1...5).map { "{\"id\":\"\($0)\",\"list\":[1,{\"x\":null}]}\n" }.joined()
        let lineLength = whole.utf8.count / 5
        for cut in 1..<(lineLength - 1) {
            let documents = Self.split(Array(whole.utf8.dropLast(lineLength - cut)))
            #expect(documents.count == 5)
            #expect(documents.dropLast().allSatisfy { !$0.contains("refused") })
            #expect(documents.last == "5 refused 5:\(documents.last?.split(separator: ":").last ?? "")")
        }
        #expect(Self.split(Array(whole.utf8.dropLast())).allSatisfy { !$0.contains("refused") })
    }

    @Test func `What is hashed is the document as it was written, without the space around it`() {
        let text = "{\"a\":\"\\ud800\"} \r\n\t[1, 2]  \r\n x \n"
        let documents = DocumentSplitter().split(Array(text.utf8), name: "a.json").documents
        let originals = documents.map { String(decoding: $0.original, as: UTF8.self) }
        #expect(originals == ["{\"a\":\"\\ud800\"}", "[1, 2]", "x"])
        let pretty = DocumentSplitter().split(Array(" [\n\"\\udc00\" ]\n".utf8), name: "a.json").documents
        #expect(pretty.map { String(decoding: $0.original, as: UTF8.self) } == ["[\n\"\\udc00\" ]"])
    }

    @Test func `Documents come one by one, and whoever takes them may stop`() {
        struct Enough: Error {}
        var taken: [Int?] = []
        #expect(throws: Enough.self) {
            _ = try DocumentSplitter().forEach(of: Array("[1]\n[2]\n[3]\n".utf8), name: "a.json") { document in
                taken.append(document.line)
                if taken.count == 2 { throw Enough() }
            }
        }
        #expect(taken == [1, 2])
    }

    @Test func `Lines that open and close documents in turn take no quadratic time`() throws {
        let text = String(repeating: "{}\n[1,\n{}\n]\n{\"a\":[\n", count: 4_000)
        let duration = ProcessorTime.measure { _ = DocumentSplitter().split(Array(text.utf8), name: "a.jsonl") }
        #expect(duration < .seconds(20))
    }
}
