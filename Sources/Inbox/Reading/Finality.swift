import LazaretCore

/// Whether what was found in a file may be acted on though its writer may not be done: a producer that opens, writes, closes
/// and opens again to append tells us "complete" each time. A pure rule, for files that have not lain still yet.
enum Finality {
    static func isFinal(_ mapped: MappedFile, of file: InboxFile) -> Bool {
        if file.isStill { return true }
        switch file.content {
        case .unread(let refusal): return !isProvisional(refusal)
        case .bytes(let bytes):
            if let refusal = mapped.refusal { return !isProvisional(refusal) }
            if mapped.documents.contains(where: isProvisional) { return false }
            let ending = AlertFileName.ending(of: file.entry.name.bytes)
            let isOneAlertALine = ending != AlertFileName.json || mapped.documents.contains { $0.line != nil }
            return !isOneAlertALine || endsInNewline(bytes)
        }
    }

    /// Half a document is malformed, and a file without permissions may be about to get them. A file that is too large
    /// or brings a worker down is not looked at twice.
    private static func isProvisional(_ refusal: Refusal) -> Bool {
        refusal.reason == .malformedJSON || refusal.reason == .unreadable
    }

    private static func isProvisional(_ document: MappedDocument) -> Bool {
        guard case .refused(let refusal) = document.result else { return false }
        return isProvisional(refusal)
    }

    /// In UTF-8 or UTF-16 of either byte order.
    private static func endsInNewline(_ bytes: [UInt8]) -> Bool {
        let newline = UInt8(ascii: "\n")
        return bytes.last == newline || bytes.last == 0 && bytes.dropLast().last == newline
    }
}
