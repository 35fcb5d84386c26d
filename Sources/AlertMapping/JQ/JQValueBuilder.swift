import CJQ
import Glibc

/// Makes libjq's value of what the scanner of the gate reads, which takes half the time of libjq's own parser and leaves no
/// document to be read in two ways.
final class JQValueBuilder: JSONSink {
    private struct Open {
        var container: jv
        var isObject: Bool
        /// Of the member that is being read. Owned while `hasKey`.
        var key = jv_invalid()
        var hasKey = false
    }

    private var open: [Open] = []
    private var whole: jv?

    deinit {
        for place in open {
            jv_free(place.container)
            if place.hasKey { jv_free(place.key) }
        }
        if let whole { jv_free(whole) }
    }

    /// The document, once; nil before all of it has been read.
    func take() -> JQValue? {
        guard open.isEmpty, let value = whole else { return nil }
        whole = nil
        return JQValue(owning: value)
    }

    func openObject() { open.append(Open(container: jv_object(), isObject: true)) }

    func openArray() { open.append(Open(container: jv_array(), isObject: false)) }

    func close() { add(open.removeLast().container) }

    func key(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
        open[open.count - 1].key = Self.string(text, isEscaped)
        open[open.count - 1].hasKey = true
    }

    func string(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) { add(Self.string(text, isEscaped)) }

    func number(_ text: UnsafeBufferPointer<UInt8>) { add(jv_number(Self.double(text))) }

    func literal(_ first: UInt8) {
        switch first {
        case UInt8(ascii: "t"): add(jv_true())
        case UInt8(ascii: "f"): add(jv_false())
        default: add(jv_null())
        }
    }

    private func add(_ value: jv) {
        guard !open.isEmpty else {
            whole = value
            return
        }
        let last = open.count - 1
        if open[last].isObject {
            open[last].container = jv_object_set(open[last].container, open[last].key, value)
            open[last].hasKey = false
        } else {
            open[last].container = jv_array_append(open[last].container, value)
        }
    }

    private static func string(_ text: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool) -> jv {
        guard isEscaped else { return string(text) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { buffer in
            let count = unescape(text, into: buffer)
            return string(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func string(_ text: UnsafeBufferPointer<UInt8>) -> jv {
        guard let start = text.baseAddress else { return jv_string_sized("", 0) }
        return start.withMemoryRebound(to: CChar.self, capacity: text.count) {
            jv_string_sized($0, Int32(truncatingIfNeeded: text.count))
        }
    }

    /// The double that is nearest, infinity beyond the largest. Short integers, which most are, without `strtod`.
    private static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        if text.count <= 15, text.allSatisfy(\.isDigit) {
            return Double(text.reduce(0) { $0 * 10 + Int($1 - .zero) })
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for (index, byte) in text.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[text.count] = 0
            guard let start = buffer.baseAddress else { return 0 }
            return strtod(start, nil)
        }
    }
}
