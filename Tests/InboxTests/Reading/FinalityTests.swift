import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct FinalityTests {
    private static let good = MappedDocument(contentSHA256: "", result: .mapped(mapping: "m", alerts: []))
    private static let line = MappedDocument(line: 1, contentSHA256: "", result: .mapped(mapping: "m", alerts: []))
    private static let badLine = MappedDocument(
        line: 2, contentSHA256: "", result: .refused(Refusal(.malformedJSON, "")))
    private static let unknown = MappedDocument(contentSHA256: "", result: .noMapping)

    struct Case: Sendable {
        let name: String
        let bytes: [UInt8]
        let mapped: MappedFile
        let isFinal: Bool
    }

    static let cases = [
        Case(name: "a.json", bytes: Array("{}".utf8), mapped: MappedFile(documents: [good]), isFinal: true),
        Case(name: "a.json", bytes: Array("{".utf8), mapped: refused(.malformedJSON), isFinal: false),
        Case(name: "a.json", bytes: [], mapped: refused(.malformedJSON), isFinal: false),
        Case(name: "a.json", bytes: Array("{}".utf8), mapped: refused(.mappingFailed), isFinal: true),
        Case(name: "a.jsonl", bytes: Array("{}".utf8), mapped: refused(.mappingFailed), isFinal: true),
        Case(name: "a.json", bytes: Array("{}".utf8), mapped: MappedFile(documents: [unknown]), isFinal: true),
        Case(
            name: "a.json", bytes: Array("{}\n{}\n".utf8), mapped: MappedFile(documents: [line, line]), isFinal: true),
        Case(name: "a.json", bytes: Array("{}\n{}".utf8), mapped: MappedFile(documents: [line, line]), isFinal: false),
        Case(
            name: "a.json", bytes: Array("{}\n{\n".utf8), mapped: MappedFile(documents: [line, badLine]), isFinal: false
        ),
        Case(name: "a.ndjson", bytes: Array("{}".utf8), mapped: MappedFile(documents: [good]), isFinal: false),
        Case(
            name: "a.jsonl", bytes: [0x7B, 0, 0x7D, 0, 0x0A, 0], mapped: MappedFile(documents: [line]), isFinal: true),
    ]

    private static func refused(_ reason: RefusalReason) -> MappedFile { MappedFile(refusal: Refusal(reason, "")) }

    @Test(arguments: cases.indices)
    func `what may be half a file waits until it has lain still`(_ index: Int) async throws {
        let row = Self.cases[index]
        try await withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            let facts = try directory.descriptor.facts()
            for isStill in [false, true] {
                let file = InboxFile(
                    entry: InboxEntry(subdirectory: nil, name: FileName(row.name)), directory: directory,
                    handle: directory.descriptor, facts: facts, content: .bytes(row.bytes), isStill: isStill)
                #expect(Finality.isFinal(row.mapped, of: file) == (row.isFinal || isStill))
            }
        }
    }
}
