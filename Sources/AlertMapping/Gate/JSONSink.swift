/// What a ``JSONScanner`` tells of the document as it reads it, which may still turn out to be none. Texts are valid during the
/// call only, and are what stands between the quotes: `isEscaped` where that is not yet what it reads as.
protocol JSONSink {
    mutating func openObject()
    mutating func openArray()
    /// Of the object or array that was opened last.
    mutating func close()
    mutating func key(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool)
    mutating func string(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool)
    mutating func number(_ text: UnsafeBufferPointer<UInt8>)
    /// `true`, `false` or `null`, by its first letter.
    mutating func literal(_ first: UInt8)
}

/// For the gate, which only wants to know whether it is JSON.
struct NothingBuilt: JSONSink {
    @inline(__always) func openObject() {}
    @inline(__always) func openArray() {}
    @inline(__always) func close() {}
    @inline(__always) func key(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {}
    @inline(__always) func string(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {}
    @inline(__always) func number(_ text: UnsafeBufferPointer<UInt8>) {}
    @inline(__always) func literal(_ first: UInt8) {}
}
