import AlertMapping
import Foundation
import LazaretCore

/// What holds for any bytes at all; the result is what does not, or nil.
public enum GateProperties {
    public static func broken(by bytes: [UInt8]) -> String? {
        let isJSON = ReferenceJSON.accepts(bytes)
        do throws(GateError) {
            let checked = try JSONGate().check(bytes[...])
            guard isJSON else { return "accepted, and the reference refuses it" }
            return brokenRepair(bytes, checked)
        } catch {
            guard !isJSON else { return "refused (\(error.kind)), and the reference accepts it" }
            return brokenPlace(bytes, error)
        }
    }

    private static func brokenRepair(_ bytes: [UInt8], _ checked: CheckedJSON) -> String? {
        let repaired = checked.repaired(bytes[...])
        do throws(GateError) {
            let again = try JSONGate().check(repaired)
            if !again.loneSurrogates.isEmpty { return "the repaired document has lone surrogates" }
            if again.range != 0..<checked.range.count { return "the repair changed the length" }
            if again.repaired(repaired) != repaired { return "the second repair changed something" }
        } catch {
            return "the repaired document is refused: \(error.kind)"
        }
        if checked.loneSurrogates.isEmpty, repaired != bytes[checked.range] { return "changed without need" }
        return nil
    }

    private static func brokenPlace(_ bytes: [UInt8], _ error: GateError) -> String? {
        guard (0...bytes.count).contains(error.offset) else { return "the place is outside" }
        let before = bytes[..<error.offset]
        let line = before.count { $0 == 0x0A } + 1
        let column = error.offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        if error.kind != .empty, (line, column) != (error.line, error.column) {
            return "line and column are not the offset's"
        }
        if error.message.utf8.count > 120 { return "a long message" }
        if !error.message.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return "a message with raw input" }
        return nil
    }

    /// The same for a whole file.
    public static func broken(byFile bytes: [UInt8], name: String) -> String? {
        let file = DocumentSplitter().split(bytes, name: name)
        if file.documents.isEmpty == (file.refusal == nil) { return "neither documents nor a refusal, or both" }
        let places =
            [file.refusal] + file.documents.map { if case .failure(let refusal) = $0.json { refusal } else { nil } }
        for refusal in places.compactMap({ $0 }) {
            guard let line = refusal.line, let column = refusal.column, line > 0, column > 0 else { return "no place" }
            if refusal.reason != .malformedJSON { return "the reason is \(refusal.reason)" }
        }
        for document in file.documents {
            if document.original.isEmpty { return "an empty document" }
            guard case .success(let json) = document.json else { continue }
            if !ReferenceJSON.accepts(Array(json)) { return "a document that the reference refuses" }
        }
        let lines = file.documents.map(\.line)
        if lines.count > 1, lines.contains(nil) { return "documents without a line" }
        if lines.compactMap({ $0 }) != lines.compactMap({ $0 }).sorted() { return "lines out of order" }
        return nil
    }

    /// Foundation reads it too. Not asked where a number may be too large for it.
    public static func isReadByFoundation(_ json: ArraySlice<UInt8>) -> Bool {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
            return true
        } catch {
            return false
        }
    }
}
