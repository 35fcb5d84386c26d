import LazaretCore

/// A file that is read as one document a line. Lines end with LF or CRLF; blank ones count, and are passed over.
struct DocumentLines {
    let text: SourceText
    let gate: JSONGate

    private struct Line {
        var number: Int
        /// Without the white space around it, and not empty.
        var bytes: ArraySlice<UInt8>
        /// Where the line begins, white space included.
        var start: Int
    }

    /// Gives `body` each line, good or bad; false, and nothing given, if this file is no such file: its first line goes on
    /// over the next ones, or it is bad and may not be.
    ///
    /// What looks like the inside of a broken document over several lines is not read as lines: from the line on that opens
    /// it, the rest of the file is refused as one.
    func forEach<Failure: Error>(
        firstMayBeBad: Bool, _ body: (RawDocument) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var next = line(from: text.bytes.startIndex, number: 1)
        var isFirst = true
        while let line = next {
            next = self.line(from: line.bytes.endIndex, after: line)
            let (document, isRest) = document(of: line, next: next)
            if isFirst, isRest || !firstMayBeBad && !isContainer(document) { return false }
            isFirst = false
            try body(document)
            if isRest { return true }
        }
        return true
    }

    /// What `line` is, and whether that takes the rest of the file with it.
    private func document(of line: Line, next: Line?) -> (RawDocument, isRest: Bool) {
        let bytes = text.bytes[line.start..<line.bytes.endIndex]
        do throws(GateError) {
            return (RawDocument(line: line.number, try gate.check(bytes), bytes), false)
        } catch {
            guard let next, let flaw = flawOfSpan(from: line, error, to: next) else {
                return (refused(line, error.inFile(of: text, line: line.number)), false)
            }
            var rest = line
            rest.bytes = text.bytes[line.bytes.startIndex...]
            return (refused(rest, flaw), true)
        }
    }

    private func isContainer(_ document: RawDocument) -> Bool {
        guard case .success(let json) = document.json else { return false }
        return json.first == .openBrace || json.first == .openBracket
    }

    private func refused(_ line: Line, _ error: GateError) -> RawDocument {
        RawDocument(line: line.number, original: line.bytes, json: .failure(error.refusal))
    }

    /// What is wrong with the document that `line` opens and `next` goes on with; nil if it does not, and `error` is that of
    /// the line alone.
    ///
    /// A line that was merely cut off is not to take the next one with it: so a document that goes on breaks its lines where
    /// programs that indent do, behind a bracket or a comma, and `next` is no document by itself.
    private func flawOfSpan(from line: Line, _ error: GateError, to next: Line) -> GateError? {
        guard error.kind == .unexpectedEnd, let last = line.bytes.last,
            last == .openBracket || last == .openBrace || last == .comma
        else { return nil }
        let both = self.error(in: text.bytes[line.start..<next.bytes.endIndex])
        if let both, both.offset <= next.bytes.startIndex - line.start { return nil }
        if line.bytes.count > 1, self.error(in: next.bytes) == nil { return nil }
        let flaw = self.error(in: text.bytes[line.start...]) ?? GateError(.spansLines, at: (1, 1))
        var found = flaw.inFile(of: text, line: line.number)
        found.message += "; a document over several lines begins on line \(line.number), and the rest is not read"
        return found
    }

    private func error(in bytes: ArraySlice<UInt8>) -> GateError? {
        do throws(GateError) {
            _ = try gate.check(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The first line with something on it, from `start` on, which is where line `number` begins.
    private func line(from start: Int, number: Int) -> Line? {
        var start = start
        var number = number
        while start < text.bytes.endIndex {
            let end = text.bytes[start...].firstIndex(of: .newline) ?? text.bytes.endIndex
            let bytes = text.bytes[start..<end]
            if let first = bytes.firstIndex(where: { !$0.isJSONSpace }),
                let last = bytes.lastIndex(where: { !$0.isJSONSpace })
            {
                return Line(number: number, bytes: text.bytes[first...last], start: start)
            }
            start = end + 1
            number += 1
        }
        return nil
    }

    /// The first line with something on it behind `line`, which ends at `end` but for white space.
    private func line(from end: Int, after line: Line) -> Line? {
        guard let newline = text.bytes[end...].firstIndex(of: .newline) else { return nil }
        return self.line(from: newline + 1, number: line.number + 1)
    }
}
