/// What gate and mappings made of one inbox file.
public struct MappedFile: Hashable, Sendable {
    /// The file's documents in order: one, or one a line.
    public var documents: [MappedDocument]
    /// Set where the file as a whole was refused; `documents` is empty then.
    public var refusal: Refusal?

    public init(documents: [MappedDocument] = [], refusal: Refusal? = nil) {
        self.documents = documents
        self.refusal = refusal
    }
}

/// One JSON document of a file.
public struct MappedDocument: Hashable, Sendable {
    public enum Result: Hashable, Sendable {
        /// A bad line of a one-alert-a-line file, or a document on which the mapping failed.
        case refused(Refusal)
        /// No mapping knows this shape.
        case noMapping
        /// `mapping` took it; at least one alert.
        case mapped(mapping: String, alerts: [MappedAlert])
    }

    /// 1-based line of the file in a one-alert-a-line file, else nil.
    public var line: Int?
    /// SHA-256 of the document's bytes as UTF-8 without byte order mark, 64 lower-case digits.
    public var contentSHA256: String
    public var result: Result

    public init(line: Int? = nil, contentSHA256: String, result: Result) {
        self.line = line
        self.contentSHA256 = contentSHA256
        self.result = result
    }
}

/// All that a document says about one alert: outputs of the mapping with the same `alertId` (each output without one is an
/// alert of its own).
public struct MappedAlert: Hashable, Sendable {
    public enum Item: Hashable, Sendable {
        case order(Order)
        /// The mapping's `{"skip": reason}`.
        case skip(String)
        /// An output that is not a valid order; the text says why (`bad_order`).
        case bad(String)
    }

    public var alertID: String?
    public var items: [Item]

    public init(alertID: String?, items: [Item]) {
        self.alertID = alertID
        self.items = items
    }
}
