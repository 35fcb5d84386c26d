import LazaretCore
import LoopbackHTTPServer

extension SimulatedDefender {
    /// `POST /api/machines/{id}/StopAndQuarantineFile` (defender-api, sections 1.1, 3.2 and 4.1)
    mutating func submit(
        _ machine: String, _ visit: inout Visit, _ grant: Grant, late: Duration?
    ) throws(APIError) -> ServerResponse {
        let draft = try draft(machine, visit, grant)
        if let open = open(like: draft, at: visit.now.steady) {
            guard options.lifecycle.duplicates == .existing else { throw .active }
            visit.arrival.actionID = open.id
            return ServerResponse(json: entity(open, visit), status: 201)
        }
        if let late {
            awaited.append((visit.now.steady + late, draft))
            // Nobody sees this answer: the fault drops it.
            return ServerResponse(status: 201)
        }
        let action = create(draft, at: visit.now)
        visit.arrival.actionID = action.id
        return ServerResponse(json: entity(action, visit), status: 201)
    }

    /// The body is judged before the machine; names of parameters are case-sensitive. (defender-api, section 1.1)
    private func draft(_ machine: String, _ visit: Visit, _ grant: Grant) throws(APIError) -> ActionDraft {
        let known = ["Comment", "Sha1"] + (options.lifecycle.acceptsExternalID ? ["ExternalId"] : [])
        let fields = try strictBody(visit, known: known, required: ["Comment", "Sha1"])
        let hash = fields["Sha1"] ?? ""
        guard let sha1 = SHA1Hash(hash) else { throw .hash(hash) }
        guard let id = MachineID(machine), !InventoryOptions.contains(options.inventory.unknownMachines, "\(id)")
        else { throw .machine(machine) }
        if InventoryOptions.contains(options.inventory.unsupportedMachines, "\(id)") {
            throw APIError(400, "OsPlatformNotSupported", "OS platform of machine \(id) does not support the action.")
        }
        if InventoryOptions.contains(options.inventory.outdatedMachines, "\(id)") {
            throw APIError(400, "ClientVersionNotSupported", "Client version of machine \(id) is too old.")
        }
        if InventoryOptions.contains(options.inventory.disallowedFiles, "\(sha1)") {
            throw APIError(403, "DisallowedOperation", "The file \(sha1) is signed by a trusted publisher.")
        }
        return ActionDraft(
            tenant: grant.tenant, machineID: "\(id)", sha1: "\(sha1)", comment: fields["Comment"] ?? "",
            requestor: options.lifecycle.requestor ?? grant.app, externalID: fields["ExternalId"],
            arrival: visit.arrival.number)
    }

    /// The body's parameters: JSON, all texts, none unknown, those required not empty.
    func strictBody(
        _ visit: Visit, known: [String], required: [String]
    ) throws(APIError) -> [String: String] {
        let type = visit.request.headers["Content-Type"]?.lowercased() ?? ""
        guard type.hasPrefix("application/json"), case .object(let members)? = visit.body else { throw .invalidBody }
        var fields: [String: String] = [:]
        for member in members where known.contains(member.name) {
            guard let text = member.value.text else { throw .invalidBody }
            fields[member.name] = text
        }
        for name in required where fields[name]?.contains(where: { !$0.isWhitespace }) != true { throw .missing(name) }
        guard members.allSatisfy({ known.contains($0.name) }) else { throw .invalidBody }
        return fields
    }

    func open(like draft: ActionDraft, at now: Steady) -> SimulatedAction? {
        let sha1 = options.lifecycle.lock == .machine ? nil : draft.sha1
        return books[draft.tenant]?.open(machine: draft.machineID, sha1: sha1, at: now)
    }

    /// The one place where an action comes into being.
    mutating func create(_ draft: ActionDraft, at now: Moment) -> SimulatedAction {
        let course = options.lifecycle.course(
            machine: draft.machineID, sha1: draft.sha1, from: now.steady, chance: &chance)
        let action = SimulatedAction(
            id: ids.guid(), machineID: draft.machineID, sha1: draft.sha1, comment: draft.comment,
            requestor: draft.requestor, externalID: draft.externalID, createdAt: now,
            lastDigits: Int(ids.next() % 10_000), course: course)
        books[draft.tenant, default: ActionBook()].append(action)
        record.append(
            Quarantine(
                at: now.wall.description, steadyMilliseconds: now.steady.milliseconds, tenant: draft.tenant,
                actionID: action.id, machineID: draft.machineID, sha1: draft.sha1, comment: draft.comment,
                requestor: draft.requestor, isForeign: draft.isForeign, arrival: draft.arrival))
        return action
    }

    /// Late effects that are due come into being at their own time, unless an open action is in the way by then.
    mutating func settle(at now: Moment) {
        guard awaited.contains(where: { $0.due <= now.steady }) else { return }
        let due = awaited.filter { $0.due <= now.steady }.sorted { $0.due < $1.due }
        awaited.removeAll { $0.due <= now.steady }
        for (time, draft) in due where open(like: draft, at: time) == nil {
            _ = create(draft, at: Moment(wall: now.wall - (now.steady - time), steady: time))
        }
    }
}
