import CJQ

/// One libjq value and the one reference to it that Swift holds: freed when the owner goes out of scope, given away by
/// ``take()``, shared only through libjq's own copy.
struct JQValue: ~Copyable {
    private let raw: jv

    /// Takes over the reference that a libjq call has handed out.
    init(owning raw: jv) {
        self.raw = raw
    }

    deinit {
        jv_free(raw)
    }

    /// Gives the reference to a libjq call that consumes its argument.
    consuming func take() -> jv {
        let given = raw
        discard self
        return given
    }

    /// A second reference to the same value.
    func copy() -> JQValue {
        JQValue(owning: jv_copy(raw))
    }

    /// One JSON document of at most 2 GiB, as strict as the gate. The text of the error never holds the document.
    init(parsing document: some RandomAccessCollection<UInt8>) throws(JQRunError) {
        guard document.count <= Int32.max else { throw JQRunError(message: "the document is too large") }
        let builder = JQValueBuilder()
        let isRead =
            document.withContiguousStorageIfAvailable { Self.read($0, builder) }
            ?? Array(document).withUnsafeBufferPointer { Self.read($0, builder) }
        guard isRead, let value = builder.take() else { throw JQRunError(message: "the document is no JSON") }
        self = value
    }

    private static func read(_ text: UnsafeBufferPointer<UInt8>, _ builder: JQValueBuilder) -> Bool {
        guard let start = text.baseAddress else { return false }
        var scanner = JSONScanner(
            start: start, end: start + text.count, maximumDepth: maximumDepth, sink: builder)
        do throws(Flaw) {
            try scanner.document()
            return true
        } catch {
            return false
        }
    }

    /// Beyond the gate's, which is what counts.
    private static let maximumDepth = 256

    var kind: jv_kind { jv_get_kind(raw) }

    /// The field's word for the value's type: "string", "null", "object" and so on.
    var kindName: String { String(cString: jv_kind_name(jv_get_kind(raw))) }

    var isNull: Bool { kind == JV_KIND_NULL }
    var isObject: Bool { kind == JV_KIND_OBJECT }

    /// The text of a string, nil for any other kind.
    var text: String? {
        guard kind == JV_KIND_STRING, let start = jv_string_value(raw) else { return nil }
        let count = Int(jv_string_length_bytes(jv_copy(raw)))
        return start.withMemoryRebound(to: UInt8.self, capacity: count) {
            String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
    }

    /// The number as an integer, nil for any other kind or value.
    var integer: Int? {
        guard kind == JV_KIND_NUMBER else { return nil }
        return Int(exactly: jv_number_value(raw))
    }

    /// The first element of an array, nil for any other kind and for an empty array.
    func first() -> JQValue? {
        guard kind == JV_KIND_ARRAY else { return nil }
        return JQValue.unlessInvalid(jv_array_get(jv_copy(raw), 0))
    }

    /// A member of an object; nil for any other kind, and where the object has no such key.
    func member(_ key: StaticString) -> JQValue? {
        guard kind == JV_KIND_OBJECT else { return nil }
        let name = key.utf8Start.withMemoryRebound(to: CChar.self, capacity: key.utf8CodeUnitCount) {
            jv_string_sized($0, Int32(key.utf8CodeUnitCount))
        }
        return JQValue.unlessInvalid(jv_object_get(jv_copy(raw), name))
    }

    /// The bytes of each key of an object, valid during the call only; nothing for any other kind.
    func forEachKey(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard kind == JV_KIND_OBJECT else { return }
        var place = jv_object_iter(raw)
        while jv_object_iter_valid(raw, place) != 0 {
            let key = jv_object_iter_key(raw, place)
            let count = Int(jv_string_length_bytes(jv_copy(key)))
            jv_string_value(key).withMemoryRebound(to: UInt8.self, capacity: count) {
                body(UnsafeBufferPointer(start: $0, count: count))
            }
            jv_free(key)
            place = jv_object_iter_next(raw, place)
        }
    }

    /// `[FLAGS, document]`, where the flags are `count` booleans: the lowest bit first.
    static func pair(flags: UInt64, count: Int, _ document: consuming JQValue) -> JQValue {
        var array = jv_array_sized(Int32(count))
        for index in 0..<count {
            array = jv_array_append(array, flags >> UInt64(index) & 1 == 1 ? jv_true() : jv_false())
        }
        return JQValue(owning: jv_array_append(jv_array_append(jv_array_sized(2), array), document.take()))
    }

    private static func unlessInvalid(_ value: jv) -> JQValue? {
        let owned = JQValue(owning: value)
        return owned.kind == JV_KIND_INVALID ? nil : consume owned
    }
}
