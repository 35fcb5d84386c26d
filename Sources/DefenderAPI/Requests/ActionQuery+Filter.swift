import LazaretCore

/// The OData query of a List call (defender-api, section 2.4): string literals in single quotes, dates bare.
extension ActionQuery {
    /// The query part of the URL, encoded, without the question mark.
    func urlQuery() throws(RequestError) -> String {
        switch self {
        case .ids(let ids):
            // An id that can be none is left out: the service could not know it, and the others are still asked for.
            let known = ids.compactMap { ActionID($0) }
            guard !known.isEmpty else { throw .invalidActionID }
            let list = known.map { "'\($0)'" }.joined(separator: ",")
            return Self.filter("id in (\(list))")
        case .machine(let machineID, let since, let skip):
            return Self.filter(
                "type eq '\(MachineAction.stopAndQuarantine)' and machineId eq '\(machineID)'"
                    + " and creationDateTimeUtc ge \(Self.literal(since))") + Self.skipping(skip)
        case .since(let since, let top, let skip):
            let filter = Self.filter(
                "type eq '\(MachineAction.stopAndQuarantine)' and creationDateTimeUtc ge \(Self.literal(since))")
            // 10 000 is the largest page the service gives.
            let page = min(max(top, 1), 10_000)
            return filter + "&$top=\(page)" + Self.skipping(skip)
        }
    }

    private static func filter(_ expression: String) -> String {
        "$filter=" + URLEncoding.queryValue(expression)
    }

    private static func skipping(_ count: Int) -> String {
        count > 0 ? "&$skip=\(count)" : ""
    }

    /// Whole seconds, cut: with `ge` the window only grows.
    private static func literal(_ instant: Instant) -> String {
        String(instant.description.prefix { $0 != "." }) + "Z"
    }
}
