public import LazaretCore

/// What a test or a script does to the service from behind.
extension SimulatedDefender {
    public mutating func add(fault: FaultRule) { faults.add(fault) }

    public mutating func clearFaults() { faults.clear() }

    public mutating func apply(_ patch: SettingsPatch) {
        options.apply(patch)
        quota.replace(options: options.quota)
        if patch.revokeTokens == true { tokens.revokeAll() }
    }

    /// Somebody else's action, as if made in the portal. Returns its id.
    public mutating func addForeignAction(
        tenant: String, machine: MachineID, sha1: SHA1Hash, comment: String = "Found during an investigation",
        requestor: String = "analyst@example.test", at now: Moment
    ) -> String {
        let draft = ActionDraft(
            tenant: tenant, machineID: "\(machine)", sha1: "\(sha1)", comment: comment, requestor: requestor,
            isForeign: true)
        return create(draft, at: now).id
    }

    /// From `now` on, the action has this status for good. False where there is no such action in any tenant.
    public mutating func turn(action id: String, to status: SimulatedStatus, at now: Moment) -> Bool {
        for tenant in books.keys where books[tenant]?.update(id, { $0.turn(status, at: now.steady) }) != nil {
            return true
        }
        return false
    }

    /// The whole record. Late effects that are due by `now` are in it.
    public mutating func report(at now: Moment) -> EffectReport {
        settle(at: now)
        return EffectReport(
            arrivals: record.arrivals, quarantines: record.quarantines, windows: quota.uses,
            counts: Dictionary(uniqueKeysWithValues: record.counts.map { ($0.key.rawValue, $0.value) }))
    }

    /// The service as it stands.
    public mutating func state(at now: Moment) -> SimulatorState {
        settle(at: now)
        let actions = books.sorted { $0.key < $1.key }.flatMap { tenant, book in
            book.actions.map { action in
                SimulatorState.Action(
                    tenant: tenant, id: action.id, machineID: action.machineID, sha1: action.sha1,
                    comment: action.comment, status: action.status(at: now.steady),
                    createdAt: action.createdAt.wall.description)
            }
        }
        return SimulatorState(actions: actions, awaited: awaited.count, tokens: tokens.count, faults: faults.states)
    }

    /// Cheap counts, for whoever waits for something to happen.
    public var arrivalCounts: [APIOperation: Int] { record.counts }
    public var quarantineCount: Int { record.quarantines.count }
}
