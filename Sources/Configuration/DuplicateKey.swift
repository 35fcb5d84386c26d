/// Where a key stands the second time: YAML's parser tells of the first.
enum DuplicateKey {
    /// The line, from 1. Nil where it cannot be told by lines: in `{a: 1, a: 2}`, the first place is as good.
    ///
    /// - Parameters:
    ///   - firstLine: where the key is first, from 1.
    ///   - column: where it begins there, from 1: as far in is every key of its mapping.
    static func second(of key: String, firstLine: Int, column: Int, in text: String) -> Int? {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in lines.enumerated().dropFirst(firstLine) {
            let content = line.drop { $0 == " " }
            if content.isEmpty || content.first == "#" { continue }
            let indentation = line.count - content.count
            if indentation < column - 1 { return nil }
            if indentation == column - 1, isKey(key, content) { return number + 1 }
        }
        return nil
    }

    private static func isKey(_ key: String, _ content: Substring) -> Bool {
        [key, "\"\(key)\"", "'\(key)'"].contains { written in
            guard content.hasPrefix(written) else { return false }
            return content.dropFirst(written.count).drop { $0 == " " }.first == ":"
        }
    }
}
