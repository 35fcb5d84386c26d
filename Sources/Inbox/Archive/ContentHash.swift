import Crypto

/// The content hash that tells files of the same name apart.
enum ContentHash {
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var hasher = SHA256()
        hasher.update(data: Array(bytes))
        return hasher.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Of the content; of a file that is refused unread, of what is known of it instead.
    static func hex(_ file: InboxFile) -> String {
        switch file.content {
        case .bytes(let bytes): hex(bytes)
        case .unread: hex("\(file.entry.sourceFile)\n\(file.facts)".utf8)
        }
    }
}
