/// Numbers and texts as a frame's payload holds them: little-endian, texts with their length in front.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    mutating func number(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    mutating func raw(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
    }

    mutating func data(_ value: some Collection<UInt8>) {
        number(UInt32(clamping: value.count))
        bytes.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        data(value.utf8)
    }

    /// 0 stands for nil, and every other number for itself plus one; negative ones do not occur.
    mutating func optionalNumber(_ value: Int?) {
        number(value.map { UInt64(clamping: $0).addingReportingOverflow(1).partialValue } ?? 0)
    }

    mutating func optionalText(_ value: String?) {
        flag(value != nil)
        if let value { text(value) }
    }
}
