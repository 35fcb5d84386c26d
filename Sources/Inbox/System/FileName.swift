/// One component of a path as the kernel has it: any bytes but NUL and `/`, not necessarily UTF-8.
public struct FileName: Hashable, Sendable {
    /// Ends in NUL, ready for a system call.
    let cString: [CChar]

    public init(_ text: some StringProtocol) {
        self.init(bytes: text.utf8)
    }

    init(bytes: some Collection<UInt8>) {
        var characters: [CChar] = []
        characters.reserveCapacity(bytes.count + 1)
        for byte in bytes { characters.append(CChar(bitPattern: byte)) }
        characters.append(0)
        cString = characters
    }

    public var bytes: [UInt8] { cString.dropLast().map { UInt8(bitPattern: $0) } }

    var count: Int { cString.count - 1 }

    static func + (name: FileName, suffix: String) -> FileName { FileName(bytes: name.bytes + Array(suffix.utf8)) }
}

/// Which names of the inbox are alert files (contract, section 3): `*.json`, `*.jsonl`, `*.ndjson`, in exactly these letters.
/// Dot files and everything else belong to the producers.
enum AlertFileName {
    static let json = Array(".json".utf8)
    static let endings: [[UInt8]] = [json, Array(".jsonl".utf8), Array(".ndjson".utf8)]

    static func matches(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, first != UInt8(ascii: ".") else { return false }
        return endings.contains { bytes.count > $0.count && bytes.suffix($0.count).elementsEqual($0) }
    }

    /// The ending with its dot; empty where the name has none.
    static func ending(of bytes: [UInt8]) -> [UInt8] {
        endings.first { bytes.count > $0.count && bytes.suffix($0.count).elementsEqual($0) } ?? []
    }
}
