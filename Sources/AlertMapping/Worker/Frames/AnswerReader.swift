import LazaretCore

/// Reads a worker's answer as if a stranger had written it: a worker that has been taken over by its input can still only
/// say what a mapping could have said.
struct AnswerReader {
    var bytes: ByteReader
    let mappings: [String]

    mutating func file(index: Int) throws(FrameError) -> MappedFile {
        guard Int(try bytes.number(UInt32.self)) == index else { throw FrameError("an answer for another file") }
        let file: MappedFile
        switch try bytes.number(UInt8.self) {
        case AnswerTag.refusal:
            file = MappedFile(refusal: try refusal())
        case AnswerTag.documents:
            var documents: [MappedDocument] = []
            var items = 0
            for _ in 0..<(try bytes.count(maximum: FileAnswer.maximumDocuments, elementSize: 41)) {
                documents.append(try document(items: &items))
            }
            file = MappedFile(documents: documents)
        default:
            throw FrameError("an answer of unknown kind")
        }
        try bytes.end()
        return file
    }

    private mutating func document(items: inout Int) throws(FrameError) -> MappedDocument {
        let line = try bytes.optionalNumber()
        guard line != 0 else { throw FrameError("a document of line 0") }
        let digest = HexText.text(try bytes.raw(32))
        let result: MappedDocument.Result
        switch try bytes.number(UInt8.self) {
        case AnswerTag.noMapping: result = .noMapping
        case AnswerTag.refused: result = .refused(try refusal())
        case AnswerTag.mapped:
            let mapping = Int(try bytes.number(UInt32.self))
            guard mappings.indices.contains(mapping) else { throw FrameError("a mapping of number \(mapping)") }
            let count = try bytes.count(maximum: FileAnswer.maximumItems, elementSize: 10)
            guard count > 0 else { throw FrameError("a mapped document without alerts") }
            var alerts: [MappedAlert] = []
            for _ in 0..<count { alerts.append(try alert(items: &items)) }
            result = .mapped(mapping: mappings[mapping], alerts: alerts)
        default: throw FrameError("a document of unknown kind")
        }
        return MappedDocument(line: line, contentSHA256: digest, result: result)
    }

    private mutating func refusal() throws(FrameError) -> Refusal {
        let reason = Int(try bytes.number(UInt8.self))
        guard FileAnswer.refusalReasons.indices.contains(reason) else { throw FrameError("a refusal of no reason") }
        let message = try bytes.text(maximum: TextBounds.message)
        let line = try bytes.optionalNumber()
        let column = try bytes.optionalNumber()
        guard line != 0 else { throw FrameError("a refusal at line 0") }
        return Refusal(FileAnswer.refusalReasons[reason], message, line: line, column: column)
    }

    private mutating func alert(items: inout Int) throws(FrameError) -> MappedAlert {
        let alertID = try optionalText(TextBounds.alertID)
        let count = try bytes.count(maximum: FileAnswer.maximumItems, elementSize: 5)
        items += count
        guard count > 0 else { throw FrameError("an alert without items") }
        guard items <= FileAnswer.maximumItems else { throw FrameError("too many items") }
        var read: [MappedAlert.Item] = []
        for _ in 0..<count { read.append(try item(of: alertID)) }
        return MappedAlert(alertID: alertID, items: read)
    }

    private mutating func item(of alertID: String?) throws(FrameError) -> MappedAlert.Item {
        switch try bytes.number(UInt8.self) {
        case AnswerTag.order: return .order(try order(of: alertID))
        case AnswerTag.skip: return .skip(try bytes.text(maximum: TextBounds.skip))
        case AnswerTag.bad: return .bad(try bytes.text(maximum: TextBounds.bad))
        default: throw FrameError("an item of unknown kind")
        }
    }

    private mutating func order(of alertID: String?) throws(FrameError) -> Order {
        guard let machineID = MachineID(try bytes.text(maximum: 40)), let sha1 = SHA1Hash(try bytes.text(maximum: 40))
        else { throw FrameError("an order without machine or hash") }
        var order = Order(
            machineID: machineID, sha1: sha1, comment: try bytes.text(maximum: TextBounds.comment), alertID: alertID)
        order.tenantID = try optionalText(TextBounds.tenantID)
        order.title = try optionalText(TextBounds.title)
        let severity = Int(try bytes.number(UInt8.self))
        guard severity <= Severity.allCases.count else { throw FrameError("a severity of \(severity)") }
        order.severity = Severity.allCases.first { $0.rank + 1 == severity }
        let isDated = try bytes.flag()
        let milliseconds = Int64(bitPattern: try bytes.number(UInt64.self))
        order.detectedAt = isDated ? Instant(milliseconds: milliseconds) : nil
        order.fileName = try optionalText(TextBounds.fileName)
        order.machineName = try optionalText(TextBounds.machineName)
        order.handled = try optionalText(TextBounds.handled)
        if let fault = order.fault { throw FrameError("an order that is none: \(fault)") }
        return order
    }

    private mutating func optionalText(_ maximum: Int) throws(FrameError) -> String? {
        try bytes.optionalText(maximum: maximum)
    }
}
