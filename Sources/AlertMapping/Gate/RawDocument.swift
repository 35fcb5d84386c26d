public import LazaretCore

/// One JSON document of a file, before any mapping.
public struct RawDocument: Hashable, Sendable {
    /// 1-based line of the file if it is read as one document a line, else nil.
    public var line: Int?
    /// What the content hash is taken of: UTF-8 without byte order mark and without the white space around the document,
    /// otherwise as the producer wrote it (repairs are not in it).
    public var original: ArraySlice<UInt8>
    /// What libjq is to read: `original`, repaired where it names lone surrogates; or why it is not read.
    public var json: Result<ArraySlice<UInt8>, Refusal>

    public init(line: Int?, original: ArraySlice<UInt8>, json: Result<ArraySlice<UInt8>, Refusal>) {
        self.line = line
        self.original = original
        self.json = json
    }
}

/// The documents of one file in their order, or why there are none.
public struct SplitFile: Hashable, Sendable {
    public var documents: [RawDocument]
    /// Set where the file as a whole is refused; `documents` is empty then.
    public var refusal: Refusal?

    public init(documents: [RawDocument] = [], refusal: Refusal? = nil) {
        self.documents = documents
        self.refusal = refusal
    }
}
