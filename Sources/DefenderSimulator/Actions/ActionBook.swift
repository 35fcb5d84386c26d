import LazaretCore

/// One tenant's actions, in the order of their creation.
struct ActionBook: Sendable {
    private(set) var actions: [SimulatedAction] = []
    private var indexByID: [String: Int] = [:]
    private var indicesByMachine: [String: [Int]] = [:]

    mutating func append(_ action: SimulatedAction) {
        indexByID[action.id] = actions.count
        indicesByMachine[action.machineID, default: []].append(actions.count)
        actions.append(action)
    }

    subscript(id: String) -> SimulatedAction? { indexByID[id.lowercased()].map { actions[$0] } }

    /// Returns the changed action; nil where there is none of that id.
    mutating func update(_ id: String, _ change: (inout SimulatedAction) -> Void) -> SimulatedAction? {
        guard let index = indexByID[id.lowercased()] else { return nil }
        change(&actions[index])
        return actions[index]
    }

    /// The newest action on a machine (for a file, where one is given) that is not final.
    func open(machine: String, sha1: String?, at now: Steady) -> SimulatedAction? {
        indicesByMachine[machine]?.reversed().lazy.map { actions[$0] }.first {
            (sha1 == nil || $0.sha1 == sha1) && !$0.status(at: now).isFinal
        }
    }

    /// Everything a filter can match, newest first: the filter itself says which few to look at, where it can.
    func candidates(for filter: Filter?) -> [SimulatedAction] {
        if let ids = filter?.requiredIDs {
            return ids.compactMap { indexByID[$0] }.sorted(by: >).map { actions[$0] }
        }
        if let machine = filter?.requiredMachine {
            return (indicesByMachine[machine] ?? []).reversed().map { actions[$0] }
        }
        return actions.reversed()
    }
}
