/// The directories of `inbox` must not be each other, nor the state directory, however they are written: what lies in one of them
/// is taken in, or removed when it is old (`inbox.retention`). Symbolic links are not looked at.
struct InboxPlaces {
    private let state: String
    private let places: [(key: String, path: String)]
    /// The sub-directories that are looked into, with their tenants.
    private let tenants: [String: String]

    init(_ configuration: Configuration) {
        let inbox = configuration.inbox
        let root = Self.normal(inbox.directory)
        state = Self.normal(configuration.stateDirectory)
        places =
            [("directory", inbox.directory), ("accepted", inbox.accepted), ("rejected", inbox.rejected)]
            .map { ($0.0, Self.normal($0.1)) } + (inbox.outbox.map { [("outbox", Self.normal($0))] } ?? [])
        tenants = Dictionary(configuration.tenants.map { (root + "/" + $0.name, $0.name) }) { first, _ in first }
    }

    func check(_ section: YAMLSection) {
        for (key, path) in places where path == state {
            section.report(key, "must be a directory of its own, not the state directory")
        }
        for (key, path) in places {
            guard let tenant = tenants[path] else { continue }
            section.report(key, "is where alerts of tenant \"\(tenant)\" are dropped; name another directory")
        }
        if Set(places.map(\.path)).count != places.count {
            section.report("directory", "inbox, accepted, rejected and outbox must be four different directories")
        }
    }

    /// Without `//`, `/.`, `/..` and a slash at the end.
    private static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
