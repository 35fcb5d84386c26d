/// The definitions that several mappings have word for word, between the lines `# ---- prelude` and
/// `# ---- end of the prelude ----`: libjq takes some 8 ms to bind those of the shipped ones, once for all of them or once for each.
struct SharedPrelude {
    /// The block, with its marks; empty where no two mappings share one.
    private(set) var text = ""
    /// The mappings, each without the block if it has it.
    private(set) var bodies: [(text: String, usesPrelude: Bool)]

    init(_ sources: [String]) {
        let parts = sources.map(Self.parts)
        let blocks = parts.compactMap { $0?.block }
        guard let block = blocks.first, blocks.count > 1, blocks.allSatisfy({ $0 == block }) else {
            bodies = sources.map { ($0, false) }
            return
        }
        text = block
        bodies = zip(sources, parts).map { source, parts in (parts?.body ?? source, parts != nil) }
    }

    /// Nil where a program has no such block at its beginning, or one that is more than definitions.
    private static func parts(of source: String) -> (block: String, body: String)? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { $0.hasPrefix("# ---- prelude") }),
            let last = lines.firstIndex(where: { $0.hasPrefix("# ---- end of the prelude ----") }), first < last,
            lines[..<first].allSatisfy(isComment), lines[first...last].allSatisfy(isPartOfDefinition),
            lines[first...last].last(where: { !isComment($0) })?.hasSuffix(";") == true
        else { return nil }
        return (lines[first...last].joined(separator: "\n"), lines[(last + 1)...].joined(separator: "\n"))
    }

    private static func isComment(_ line: Substring) -> Bool { line.isEmpty || line.hasPrefix("#") }

    private static func isPartOfDefinition(_ line: Substring) -> Bool {
        isComment(line) || line.hasPrefix("def ") || line.hasPrefix(" ")
    }
}
