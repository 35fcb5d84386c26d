import LazaretCore

/// How long the texts of an order may be, in bytes of UTF-8. What identifies or decides is refused beyond its bound, what
/// is only read by people is cut.
enum TextBounds {
    static let alertID = 512
    static let tenantID = 256
    static let machineName = 512
    static let comment = 4096
    static let title = 1024
    static let fileName = 1024
    static let handled = 256
    static let skip = 256
    static let severity = 64
    static let instant = 64
    static let bad = 400
    static let message = 1024
}

extension Order {
    /// What is wrong with an order that has all of its parts; nil where nothing is. Asked twice: of the mapping's output in
    /// the worker, and of the worker's answer in the daemon.
    var fault: String? {
        if sha1.namesNoFile { return "sha1 names no particular file: \(sha1)" }
        if machineID.description == SHA1Hash.zeros { return "machineId is all zeros" }
        if machineID.description == sha1.description { return "machineId is equal to sha1" }
        if comment.isEmpty { return "comment is missing or empty" }
        let texts: [(String, String?, Int)] = [
            ("comment", comment, TextBounds.comment), ("alertId", alertID, TextBounds.alertID),
            ("tenantId", tenantID, TextBounds.tenantID), ("title", title, TextBounds.title),
            ("fileName", fileName, TextBounds.fileName), ("machineName", machineName, TextBounds.machineName),
            ("handled", handled, TextBounds.handled),
        ]
        for (name, text, bound) in texts {
            guard let text else { continue }
            if text.isEmpty { return "\(name) is empty" }
            if text.utf8.count > bound { return "\(name) is longer than \(bound) bytes" }
        }
        return nil
    }
}
