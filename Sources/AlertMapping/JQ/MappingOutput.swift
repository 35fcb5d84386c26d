import LazaretCore

/// One output of a mapping, read strictly (contract, section 4).
struct MappingOutput {
    /// Where the output names an alert that can be read, else nil.
    var alertID: String?
    var item: MappedAlert.Item
}

extension MappingOutput {
    /// Unknown keys are left alone; a known key of a wrong type makes the output bad. An empty optional text is none.
    init(_ output: borrowing JQValue) {
        var fields = OutputFields(output)
        let alertID = fields.optional("alertId", .refused(above: TextBounds.alertID))
        let skip = fields.optional("skip", .cut(to: TextBounds.skip))
        let machineID = fields.optional("machineId", .refused(above: 1 << 20))
        let sha1 = fields.optional("sha1", .refused(above: 1 << 20))
        let comment = fields.optional("comment", .cut(to: TextBounds.comment))
        let tenantID = fields.optional("tenantId", .refused(above: TextBounds.tenantID))
        let title = fields.optional("title", .cut(to: TextBounds.title))
        let severity = fields.optional("severity", .cut(to: TextBounds.severity))
        let detectedAt = fields.optional("detectedAt", .cut(to: TextBounds.instant))
        let fileName = fields.optional("fileName", .cut(to: TextBounds.fileName))
        let machineName = fields.optional("machineName", .refused(above: TextBounds.machineName))
        let handled = fields.optional("handled", .cut(to: TextBounds.handled))

        self.alertID = alertID
        if let skip {
            let isOrder = machineID != nil || sha1 != nil
            item = fields.fault.map { .bad($0) } ?? (isOrder ? .bad("both an order and a skip") : .skip(skip))
            return
        }
        let machine = fields.require("machineId", machineID) { MachineID($0) }
        let hash = fields.require("sha1", sha1) { SHA1Hash($0) }
        if comment == nil { fields.note("comment is missing or empty") }
        guard let machine, let hash, let comment, fields.fault == nil else {
            item = .bad(fields.fault ?? "the output is no order")
            return
        }
        let order = Order(
            machineID: machine, sha1: hash, comment: comment, alertID: alertID, tenantID: tenantID, title: title,
            severity: severity.flatMap { Severity(anyCase: $0) },
            detectedAt: detectedAt.flatMap { Instant(rfc3339: $0) },
            fileName: fileName, machineName: machineName, handled: handled)
        item = order.fault.map { .bad($0) } ?? .order(order)
    }
}

/// Takes one key after the other and remembers the first thing that is wrong.
private struct OutputFields: ~Copyable {
    enum Excess {
        case cut(to: Int)
        case refused(above: Int)
    }

    private let output: JQValue
    private(set) var fault: String?

    init(_ output: borrowing JQValue) {
        self.output = output.copy()
        if !self.output.isObject { fault = "the output is no object: \(self.output.kindName)" }
    }

    mutating func note(_ text: String) {
        if fault == nil { fault = text }
    }

    /// Nil for a key that is absent, null or empty.
    mutating func optional(_ key: StaticString, _ excess: Excess) -> String? {
        guard let value = output.member(key), !value.isNull else { return nil }
        guard let text = value.text else {
            note("\(key) is no string: \(value.kindName)")
            return nil
        }
        switch excess {
        case .cut(let count): return text.isEmpty ? nil : text.cut(toBytes: count)
        case .refused(let count):
            guard text.utf8.count <= count else {
                note("\(key) is longer than \(count) bytes")
                return nil
            }
            return text.isEmpty ? nil : text
        }
    }

    mutating func require<Value>(_ key: StaticString, _ text: String?, _ read: (String) -> Value?) -> Value? {
        guard let text else {
            note("\(key) is missing or empty")
            return nil
        }
        guard let value = read(text) else {
            note("\(key) is not 40 hexadecimal digits")
            return nil
        }
        return value
    }
}
