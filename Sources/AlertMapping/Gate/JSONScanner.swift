/// One pass over the bytes of one document. Goes no further than the first flaw.
///
/// It builds nothing itself: it knows where it is, in which arrays and objects, and the keys of those objects, and tells `sink`
/// what it has read. It reads raw memory for speed, and every read is guarded by `end`; the caller keeps `start..<end` alive.
struct JSONScanner<Sink: JSONSink>: ~Copyable {
    typealias Place = UnsafePointer<UInt8>

    let start: Place
    let end: Place
    let maximumDepth: Int
    var sink: Sink
    var keys = ObjectKeys()
    /// Escapes seen so far.
    var escapes = 0
    /// Offsets of `\uXXXX` that name half a surrogate pair.
    var loneSurrogates: [Int] = []

    /// What encloses a value: nothing, an array, or the object whose keys begin at that number (0 and up).
    private static var nothing: Int { -2 }
    private static var array: Int { -1 }

    init(start: Place, end: Place, maximumDepth: Int, sink: Sink) {
        self.start = start
        self.end = end
        self.maximumDepth = maximumDepth
        self.sink = sink
    }

    /// Reads one value with white space around it, to the end.
    mutating func document() throws(Flaw) {
        var place = skipSpace(start)
        guard place < end else { throw flaw(.empty, at: start) }
        var enclosing = Self.nothing
        var outer: [Int] = []

        value: while true {
            // Here a value begins, and `place` is before `end`.
            switch place.pointee {
            case .quote:
                let (open, escapesBefore) = (place, escapes)
                place = try string(place)
                sink.string(Self.inside(open, place), isEscaped: escapes != escapesBefore)
            case .openBrace:
                guard outer.count < maximumDepth else { throw flaw(.tooDeep, at: place) }
                sink.openObject()
                place = try present(skipSpace(place + 1))
                if place.pointee == .closeBrace {
                    sink.close()
                    place += 1
                } else {
                    outer.append(enclosing)
                    enclosing = keys.count
                    place = try key(place, of: enclosing)
                    continue value
                }
            case .openBracket:
                guard outer.count < maximumDepth else { throw flaw(.tooDeep, at: place) }
                sink.openArray()
                place = try present(skipSpace(place + 1))
                if place.pointee == .closeBracket {
                    sink.close()
                    place += 1
                } else {
                    outer.append(enclosing)
                    enclosing = Self.array
                    continue value
                }
            case .minus, .zero ... .nine:
                let first = place
                place = try number(place)
                sink.number(UnsafeBufferPointer(start: first, count: place - first))
            default:
                let first = place
                place = try literal(place)
                sink.literal(first.pointee)
            }

            // Here a value has ended.
            while true {
                place = skipSpace(place)
                guard enclosing != Self.nothing else {
                    guard place == end else { throw afterDocument(place) }
                    return
                }
                guard place < end else { throw flaw(.unexpectedEnd, at: end) }
                let isObject = enclosing >= 0
                if place.pointee == .comma {
                    let comma = place
                    place = try present(skipSpace(place + 1))
                    if isObject {
                        guard place.pointee != .closeBrace else { throw flaw(.trailingComma, at: comma) }
                        place = try key(place, of: enclosing)
                    } else {
                        guard place.pointee != .closeBracket else { throw flaw(.trailingComma, at: comma) }
                    }
                    continue value
                }
                guard place.pointee == (isObject ? .closeBrace : .closeBracket) else {
                    throw unexpected(place, isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket)
                }
                if isObject { keys.close(enclosing) }
                sink.close()
                place += 1
                enclosing = outer.removeLast()
            }
        }
    }

    /// A key, its colon and the space after it; the result is where the value begins.
    @inline(__always)
    private mutating func key(_ open: Place, of object: Int) throws(Flaw) -> Place {
        guard open.pointee == .quote else { throw unexpected(open, .expectedKey) }
        let escapesBefore = escapes
        let close = try string(open)
        let text = Self.inside(open, close)
        let isEscaped = escapes != escapesBefore
        let isNew = isEscaped ? keys.insert(escaped: text, of: object) : keys.insert(text, of: object)
        guard isNew else { throw flaw(.duplicateKey, at: open) }
        sink.key(text, isEscaped: isEscaped)
        let place = try present(skipSpace(close))
        guard place.pointee == .colon else { throw unexpected(place, .expectedColon) }
        return try present(skipSpace(place + 1))
    }

    /// What stands between the quotes of the string from `open` to before `close`.
    @inline(__always)
    private static func inside(_ open: Place, _ close: Place) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: open + 1, count: close - open - 2)
    }

    func flaw(_ kind: GateError.Kind, at place: Place) -> Flaw { Flaw(kind: kind, offset: place - start) }

    @inline(__always)
    private func present(_ place: Place) throws(Flaw) -> Place {
        guard place < end else { throw flaw(.unexpectedEnd, at: end) }
        return place
    }
}
