import LazaretCore

/// Writes a file's outcome, as long as it stays within the bounds of ``FileAnswer``.
struct AnswerWriter {
    private(set) var bytes = ByteWriter()
    private let mappings: [String]
    private var items = 0

    init(index: Int, mappings: [String]) {
        self.mappings = mappings
        bytes.number(UInt32(clamping: index))
    }

    /// False where a bound is crossed: what has been written is of no use then.
    mutating func write(_ file: MappedFile) -> Bool {
        if let refusal = file.refusal {
            bytes.number(AnswerTag.refusal)
            write(refusal)
            return true
        }
        guard file.documents.count <= FileAnswer.maximumDocuments else { return false }
        bytes.number(AnswerTag.documents)
        bytes.number(UInt32(clamping: file.documents.count))
        for document in file.documents {
            guard write(document) else { return false }
        }
        return true
    }

    private mutating func write(_ document: MappedDocument) -> Bool {
        guard let digest = HexText.bytes(document.contentSHA256), digest.count == 32 else { return false }
        bytes.optionalNumber(document.line)
        bytes.raw(digest)
        switch document.result {
        case .noMapping:
            bytes.number(AnswerTag.noMapping)
        case .refused(let refusal):
            bytes.number(AnswerTag.refused)
            write(refusal)
        case .mapped(let mapping, let alerts):
            guard let number = mappings.firstIndex(of: mapping) else { return false }
            bytes.number(AnswerTag.mapped)
            bytes.number(UInt32(clamping: number))
            bytes.number(UInt32(clamping: alerts.count))
            for alert in alerts { write(alert) }
        }
        return items <= FileAnswer.maximumItems && bytes.bytes.count <= FileAnswer.maximumBytes
    }

    private mutating func write(_ refusal: Refusal) {
        let reason = FileAnswer.refusalReasons.firstIndex(of: refusal.reason)
        bytes.number(UInt8(clamping: reason ?? FileAnswer.refusalReasons.count))
        bytes.text(refusal.message.cut(toBytes: TextBounds.message))
        bytes.optionalNumber(refusal.line)
        bytes.optionalNumber(refusal.column)
    }

    private mutating func write(_ alert: MappedAlert) {
        bytes.optionalText(alert.alertID)
        bytes.number(UInt32(clamping: alert.items.count))
        items += alert.items.count
        for item in alert.items {
            switch item {
            case .order(let order):
                bytes.number(AnswerTag.order)
                write(order)
            case .skip(let reason):
                bytes.number(AnswerTag.skip)
                bytes.text(reason.cut(toBytes: TextBounds.skip))
            case .bad(let why):
                bytes.number(AnswerTag.bad)
                bytes.text(why.cut(toBytes: TextBounds.bad))
            }
        }
    }

    private mutating func write(_ order: Order) {
        bytes.text(order.machineID.description)
        bytes.text(order.sha1.description)
        bytes.text(order.comment)
        bytes.optionalText(order.tenantID)
        bytes.optionalText(order.title)
        bytes.number(UInt8(clamping: order.severity.map { $0.rank + 1 } ?? 0))
        bytes.flag(order.detectedAt != nil)
        bytes.number(order.detectedAt.map { UInt64(bitPattern: $0.milliseconds) } ?? 0)
        bytes.optionalText(order.fileName)
        bytes.optionalText(order.machineName)
        bytes.optionalText(order.handled)
    }
}
