import Foundation
import LazaretCore

/// Gate and mappings in one line: what is JSON (each line of a `.jsonl`) is one alert whose "content hash" is the text
/// itself, so that tests see what was read.
struct ScriptedMapper: AlertMapper {
    var before: @Sendable ([UInt8], String) async -> Void = { _, _ in }

    func map(_ bytes: [UInt8], name: String) async -> MappedFile {
        await before(bytes, name)
        if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            let lines = bytes.split(separator: UInt8(ascii: "\n"))
            return MappedFile(documents: lines.enumerated().map { Self.document($1, line: $0 + 1) })
        }
        guard Self.isJSON(bytes) else { return MappedFile(refusal: Refusal(.malformedJSON, "not JSON", line: 1)) }
        return MappedFile(documents: [Self.document(bytes[...], line: nil)])
    }

    private static func document(_ bytes: ArraySlice<UInt8>, line: Int?) -> MappedDocument {
        let text = String(decoding: bytes, as: UTF8.self)
        let alert = MappedAlert(alertID: nil, items: [.skip("a test")])
        let result: MappedDocument.Result =
            isJSON(Array(bytes))
            ? .mapped(mapping: "test", alerts: [alert]) : .refused(Refusal(.malformedJSON, "bad line"))
        return MappedDocument(line: line, contentSHA256: text, result: result)
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes))
            return true
        } catch {
            return false
        }
    }
}
