/// What happened, as a hash (FNV-1a), and as text where somebody wants to read it.
public struct Trace: Sendable {
    public private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    public private(set) var lines: [String] = []
    private let keepsLines: Bool

    init(keepsLines: Bool) {
        self.keepsLines = keepsLines
    }

    mutating func add(at time: Int64, _ text: @autoclosure () -> String) {
        let line = "\(time) \(text())"
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if keepsLines { lines.append(line) }
    }
}
