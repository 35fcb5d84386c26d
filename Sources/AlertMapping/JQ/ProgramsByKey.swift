/// Which programs have to be asked about a document. One that names keys in its head, `# lazaret-keys: NAME…`, is asked about
/// an object only where that has one of them, in whatever letter case; one with several such lines, where each has. libjq
/// needs ten microseconds to find out so much.
///
/// Keys are told apart by a few bits of a hash: a program may be asked in vain, but none is left out.
struct ProgramsByKey {
    /// One bit a program.
    typealias Programs = UInt64
    /// One bit a line.
    private typealias Lines = UInt64

    private let all: Programs
    /// What each program's lines are.
    private var wanted: [Lines] = []
    private var byHash = [Lines](repeating: 0, count: 1024)

    /// At most 64 programs. Lines beyond the 64th of all are as if they were not there.
    init(_ sources: [String]) {
        all = sources.count < Programs.bitWidth ? (1 << Programs(sources.count)) - 1 : .max
        var line: Lines = 1
        for source in sources {
            wanted.append(0)
            for keys in Self.lines(of: source) where line != 0 {
                wanted[wanted.count - 1] |= line
                for key in keys { byHash[Self.hash(key.utf8)] |= line }
                line <<= 1
            }
        }
    }

    func programs(for document: borrowing JQValue) -> Programs {
        guard document.isObject else { return all }
        var found: Lines = 0
        document.forEachKey { found |= byHash[Self.hash($0)] }
        var asked: Programs = 0
        for (index, lines) in wanted.enumerated() where found & lines == lines { asked |= 1 << Programs(index) }
        return asked
    }

    /// The keys of each line in the comments above a program's first line of code.
    static func lines(of source: String) -> [[Substring]] {
        let head = source.split(whereSeparator: \.isNewline).prefix { $0.hasPrefix("#") }
        return head.filter { $0.hasPrefix(mark) }
            .map { $0.dropFirst(mark.count).split { $0.isWhitespace || $0 == "," } }
            .filter { !$0.isEmpty }
    }

    private static let mark = "# lazaret-keys:"

    /// FNV-1a of the bytes, letters of ASCII taken as small ones.
    @inline(__always)
    private static func hash(_ bytes: some Collection<UInt8>) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in bytes { hash = (hash ^ UInt32(byte &- 0x41 < 26 ? byte | 0x20 : byte)) &* 0x0100_0193 }
        return Int((hash ^ hash >> 16) & 1023)
    }
}
