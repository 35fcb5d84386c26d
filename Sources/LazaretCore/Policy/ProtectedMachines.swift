/// The list of machines that are never touched: ids, and globs over DNS names.
public struct ProtectedMachines: Hashable, Sendable {
    public var ids: Set<MachineID>
    public var nameGlobs: [NamePattern]

    public init(ids: Set<MachineID> = [], nameGlobs: [NamePattern] = []) {
        self.ids = ids
        self.nameGlobs = nameGlobs
    }

    /// The entry that protects this machine, or nil. A glob matches, whatever the case, one of the machine's names or the
    /// first label of one (contract, section 8). A full stop at the end of a name makes no other name of it.
    public func entry(protecting id: MachineID, names: [String]) -> String? {
        if ids.contains(id) { return id.description }
        if nameGlobs.isEmpty { return nil }
        for name in names {
            let whole = name.hasSuffix(".") ? name.dropLast() : name[...]
            if whole.isEmpty { continue }
            let (subject, label) = (NamePattern.Subject(whole), NamePattern.Subject(whole.prefix { $0 != "." }))
            if let entry = nameGlobs.first(where: { $0.matches(subject) || $0.matches(label) }) {
                return entry.description
            }
        }
        return nil
    }
}
