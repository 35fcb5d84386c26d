/// Names in `accepted/`, `rejected/` and the outbox: the file's own, and where that is taken or too long for its suffix, one
/// that keeps its ending (contract, section 8). Pure.
struct ArchiveName: Sendable {
    /// NAME_MAX of every Linux file system of note.
    static let maximumLength = 255

    let name: FileName
    /// Bytes that a suffix (`.reason.json`) will need after the name.
    let reserve: Int

    /// Nil where the name is too long to be used as it is.
    var plain: FileName? { name.count + reserve <= Self.maximumLength ? name : nil }

    /// `stem-HHHHHHHH.json`, and with a number of 2 or more `stem-HHHHHHHH-2.json`. Too long a stem is cut, between
    /// characters where it is UTF-8.
    func distinguished(by hash: String, number: Int64) -> FileName {
        let bytes = name.bytes
        let ending = AlertFileName.ending(of: bytes)
        let mark = Array(("-" + hash.prefix(8) + (number >= 2 ? "-\(number)" : "")).utf8)
        let room = Self.maximumLength - reserve - mark.count - ending.count
        var stem = bytes.dropLast(ending.count)
        if stem.count > room {
            stem = stem.prefix(max(0, room))
            while let last = stem.last, stem.endIndex < bytes.count, Self.isContinuation(bytes[stem.endIndex]) {
                stem = stem.dropLast()
                if !Self.isContinuation(last) { break }
            }
        }
        return FileName(bytes: stem + mark + ending)
    }

    /// Names to try, in order. After a few numbers comes the time of day, so that a producer that drops the same alert
    /// under the same name all day long does not make each drop slower than the one before.
    func candidate(_ attempt: Int, hash: String, milliseconds: Int64) -> FileName? {
        if attempt == 0 { return plain }
        let number = attempt <= 8 ? Int64(attempt) : milliseconds &+ Int64(attempt - 9)
        return distinguished(by: hash, number: number)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
