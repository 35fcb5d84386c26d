public import LazaretCore

/// Makes documents of the bytes of an inbox file: one, or one a line.
///
/// The file as a whole is tried first. If that fails, it has one document a line where its name says so (`.jsonl`, `.ndjson`)
/// or where its first line that is not blank is an object or array by itself. Otherwise the file is refused.
public struct DocumentSplitter: Sendable {
    private let gate: JSONGate

    public init(gate: JSONGate = JSONGate()) {
        self.gate = gate
    }

    /// All documents of `file` at once. A file of 16 MiB may hold five million of them; `forEach` has no more than one at a
    /// time.
    public func split(_ file: [UInt8], name: String) -> SplitFile {
        var documents: [RawDocument] = []
        let refusal = forEach(of: file, name: name) { documents.append($0) }
        return SplitFile(documents: documents, refusal: refusal)
    }

    /// Gives `body` each document of `file` in order; what it throws ends the reading. The result is why the file as a whole is
    /// refused, and then no document was given.
    ///
    /// Takes time in proportion to the bytes, whatever they hold: none is read more than a few times. A place in a refusal is
    /// one of the file, not counting a byte order mark; where the file is UTF-16, columns count the bytes of the same text in
    /// UTF-8.
    public func forEach<Failure: Error>(
        of file: [UInt8], name: String, _ body: (RawDocument) throws(Failure) -> Void
    ) throws(Failure) -> Refusal? {
        let text: SourceText
        do throws(GateError) {
            text = try SourceText(file)
        } catch {
            return error.refusal
        }
        let whole: GateError
        switch check(text) {
        case .success(let document):
            try body(document)
            return nil
        case .failure(let error):
            whole = error.inFile(of: text)
        }
        guard whole.kind != .empty else { return whole.refusal }
        let lines = DocumentLines(text: text, gate: gate)
        return try lines.forEach(firstMayBeBad: Self.isNamedLines(name), body) ? nil : whole.refusal
    }

    private func check(_ text: SourceText) -> Result<RawDocument, GateError> {
        do throws(GateError) {
            return .success(RawDocument(line: nil, try gate.check(text.bytes), text.bytes))
        } catch {
            return .failure(error)
        }
    }

    private static func isNamedLines(_ name: String) -> Bool {
        [".jsonl", ".ndjson"].contains { ending in
            String(decoding: name.utf8.suffix(ending.utf8.count), as: UTF8.self).lowercased() == ending
        }
    }
}

extension RawDocument {
    /// A document that the gate let through; `bytes` is what was checked.
    init(line: Int?, _ checked: CheckedJSON, _ bytes: ArraySlice<UInt8>) {
        self.init(
            line: line, original: bytes.dropFirst(checked.range.lowerBound).prefix(checked.range.count),
            json: .success(checked.repaired(bytes)))
    }
}

extension GateError {
    /// As intake reports it.
    public var refusal: Refusal { Refusal(.malformedJSON, message, line: line, column: column) }

    /// The same error where what was checked begins on line `line` of a file.
    func inFile(of text: SourceText, line: Int = 1) -> GateError {
        let isIllFormed = text.isUTF16 && (kind == .invalidUTF8 || kind == .encodedSurrogate)
        var error = isIllFormed ? GateError(.illFormedUTF16, offset: offset, at: (self.line, column)) : self
        error.line += line - 1
        return error
    }
}
