import LazaretCore

/// The properties that `$filter` and `$orderby` know. (defender-api, section 2.4)
enum FilterField: String, CaseIterable, Sendable {
    case id, status, machineId, type, requestor, creationDateTimeUtc
}

/// One action as a filter sees it at one moment.
struct FilterRow {
    var action: SimulatedAction
    var now: Steady

    func value(_ field: FilterField) -> FilterValue {
        switch field {
        case .id: .text(action.id)
        case .status: .text(action.status(at: now).rawValue)
        case .machineId: .text(action.machineID)
        case .type: .text(MachineAction.stopAndQuarantine)
        case .requestor: .text(action.requestor)
        case .creationDateTimeUtc: .instant(action.createdAt.wall)
        }
    }
}

enum FilterValue: Hashable, Sendable {
    case text(String)
    case instant(Instant)

    static func < (left: FilterValue, right: FilterValue) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): left < right
        case (.instant(let left), .instant(let right)): left < right
        // The parser lets no such pair through.
        case (.text, .instant), (.instant, .text): false
        }
    }
}

enum FilterComparison: String, Sendable {
    case eq, ne, gt, ge, lt, le

    func holds(_ left: FilterValue, _ right: FilterValue) -> Bool {
        switch self {
        case .eq: left == right
        case .ne: left != right
        case .gt: right < left
        case .ge: !(left < right)
        case .lt: left < right
        case .le: !(right < left)
        }
    }
}

/// A `$filter`, understood.
indirect enum Filter: Hashable, Sendable {
    case compare(FilterField, FilterComparison, FilterValue)
    case isIn(FilterField, Set<FilterValue>)
    case all([Filter])
    case any([Filter])
    case not(Filter)

    func matches(_ row: FilterRow) -> Bool {
        switch self {
        case .compare(let field, let comparison, let value): comparison.holds(row.value(field), value)
        case .isIn(let field, let values): values.contains(row.value(field))
        case .all(let parts): parts.allSatisfy { $0.matches(row) }
        case .any(let parts): parts.contains { $0.matches(row) }
        case .not(let part): !part.matches(row)
        }
    }

    /// The only ids that can match; nil where the filter does not say.
    var requiredIDs: Set<String>? {
        switch self {
        case .compare(.id, .eq, .text(let id)): [id]
        case .isIn(.id, let values):
            Set(values.compactMap { if case .text(let id) = $0 { id } else { nil } })
        case .all(let parts): parts.lazy.compactMap(\.requiredIDs).first
        default: nil
        }
    }

    /// The only machine that can match; nil where the filter does not say.
    var requiredMachine: String? {
        switch self {
        case .compare(.machineId, .eq, .text(let machine)): machine
        case .all(let parts): parts.lazy.compactMap(\.requiredMachine).first
        default: nil
        }
    }
}
