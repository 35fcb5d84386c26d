/// The list of machines that are never touched: ids, and globs over DNS names.
public struct ProtectedMachines: Hashable, Sendable {
    public var ids: Set<MachineID>
    /// Lower-cased; `*` is any run of characters, `?` is one.
    public var nameGlobs: [String]

    public init(ids: Set<MachineID> = [], nameGlobs: [String] = []) {
        self.ids = ids
        self.nameGlobs = nameGlobs.map { $0.lowercased() }
    }

    /// The entry that protects this machine, or nil. A glob matches, whatever the case, the alert's machine name or its
    /// first label (contract, section 8).
    public func entry(protecting id: MachineID, name: String?) -> String? {
        if ids.contains(id) { return id.description }
        guard let name = name?.lowercased(), !name.isEmpty else { return nil }
        let label = name.prefix { $0 != "." }
        return nameGlobs.first { Self.matches(glob: $0, name) || Self.matches(glob: $0, label) }
    }

    /// Linear in the name for each `*`: a hostile name cannot make it slow.
    static func matches(glob: some StringProtocol, _ name: some StringProtocol) -> Bool {
        let pattern = Array(glob)
        let text = Array(name)
        var p = 0
        var t = 0
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                p = last.pattern + 1
                t = last.text + 1
                star = (last.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
