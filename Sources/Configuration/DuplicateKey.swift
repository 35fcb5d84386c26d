/// Where a key stands more than once: YAML's parser tells of one such key, and of the first of its places.
enum DuplicateKey {
    /// The lines, from 1, at which the key stands in one mapping. Not more than one where it cannot be told by lines: in
    /// `{a: 1, a: 2}`.
    ///
    /// - Parameters:
    ///   - line: of some key of the mapping, from 1.
    ///   - column: where that key begins, from 1: as far in is every key of its mapping.
    static func lines(of key: String, inMappingAt line: Int, column: Int, in text: String) -> [Int] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard lines.indices.contains(line - 1) else { return [] }
        let isInside = { (number: Int) in indentation(lines[number]).map { $0 >= column - 1 } ?? true }
        // What a list's item begins with stands behind its dash.
        var first = line - 1
        while first > 0, isInside(first), isInside(first - 1) || isFirstOfItem(lines[first - 1], column) { first -= 1 }
        var last = line - 1
        while last + 1 < lines.count, isInside(last + 1) { last += 1 }
        return (first...last).filter { number in
            let isHere = indentation(lines[number]) == column - 1 || isFirstOfItem(lines[number], column)
            return isHere && isKey(key, lines[number].dropFirst(column - 1))
        }.map { $0 + 1 }
    }

    /// Nil for a line without content.
    private static func indentation(_ line: Substring) -> Int? {
        let content = line.drop { $0 == " " }
        return content.isEmpty || content.first == "#" ? nil : line.count - content.count
    }

    private static func isFirstOfItem(_ line: Substring, _ column: Int) -> Bool {
        let (prefix, content) = (line.prefix(column - 1), line.dropFirst(column - 1))
        return prefix.contains("-") && prefix.allSatisfy { $0 == " " || $0 == "-" }
            && content.first.map { $0 != " " } ?? false
    }

    private static func isKey(_ key: String, _ content: Substring) -> Bool {
        [key, "\"\(key)\"", "'\(key)'"].contains { written in
            guard content.hasPrefix(written) else { return false }
            return content.dropFirst(written.count).drop { $0 == " " }.first == ":"
        }
    }
}
