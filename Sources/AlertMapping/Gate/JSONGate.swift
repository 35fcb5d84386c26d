/// The strict reader before any mapping: RFC 8259 over raw bytes, one value with white space around it.
///
/// Beyond the grammar it refuses what two readers could read in two ways: a key twice in one object (compared as it reads,
/// so `"a"` and `"\u0061"` are the same), bytes that are not UTF-8, nesting beyond `maximumDepth`. An escaped lone
/// surrogate is let through and repaired. `docs/json-gate.md` has the whole list.
public struct JSONGate: Sendable {
    public let maximumDepth: Int

    /// Arrays and objects may stand `maximumDepth` deep in each other.
    public init(maximumDepth: Int = 64) {
        self.maximumDepth = maximumDepth
    }

    /// Reads `bytes`, UTF-8 without byte order mark, once from start to end. Takes time in proportion to their number
    /// whatever they hold, does not recurse, and allocates nothing for an ordinary document but its scratch.
    ///
    /// - Throws: the first thing that is wrong, with its line and column.
    public func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(GateError) -> CheckedJSON {
        // An error at the end of the bytes is shown at the end of the text, not behind its last line end.
        let count = (bytes.lastIndex { !$0.isJSONSpace } ?? -1) + 1
        guard count > 0, let start = bytes.baseAddress else {
            throw GateError(.empty, at: (1, 1))
        }
        var scanner = JSONScanner(
            start: start, end: start + count, maximumDepth: maximumDepth, sink: NothingBuilt())
        do throws(Flaw) {
            try scanner.document()
        } catch {
            throw GateError(error, in: bytes, maximumDepth: maximumDepth)
        }
        let first = bytes.firstIndex { !$0.isJSONSpace } ?? 0
        return CheckedJSON(range: first..<count, loneSurrogates: scanner.loneSurrogates)
    }

    /// The same for a slice; offsets in the result count from its start.
    public func check(_ bytes: ArraySlice<UInt8>) throws(GateError) -> CheckedJSON {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<CheckedJSON, GateError> in
            do throws(GateError) {
                return .success(try check(buffer))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
