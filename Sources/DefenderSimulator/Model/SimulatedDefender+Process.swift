import LazaretCore
import LoopbackHTTPServer

extension SimulatedDefender {
    /// What the service does about a call with a valid token and quota. (defender-api, sections 1.5, 2.4, 6)
    mutating func process(
        _ visit: inout Visit, _ grant: Grant, late: Duration?
    ) throws(APIError) -> ServerResponse {
        try checkRoles(grant, for: visit.route)
        switch visit.route {
        case .submit(let machine): return try submit(machine, &visit, grant, late: late)
        case .list: return try list(visit, grant)
        case .get(let id): return ServerResponse(json: entity(try visible(id, visit, grant), visit), status: 200)
        case .cancel(let id): return try cancel(id, &visit, grant)
        case .machine(let id):
            return ServerResponse(json: try Inventory.machine(id, options.inventory, at: visit.now.wall), status: 200)
        case .file(let hash):
            return ServerResponse(json: try Inventory.file(hash, options.inventory), status: 200)
        case .fileStats(let hash):
            return ServerResponse(json: try Inventory.stats(hash, options.inventory, visit.request), status: 200)
        case .token, .identity, .control, .unknown: throw APIError(404, "NotFound", "There is no such resource.")
        }
    }

    /// In practice the action needs its own role and one of the reading ones. (defender-api, section 1.5)
    private func checkRoles(_ grant: Grant, for route: Route) throws(APIError) {
        let readers = ["Machine.Read.All", "Machine.ReadWrite.All"]
        switch route {
        case .submit:
            try require("Machine.StopAndQuarantine", of: grant)
            try require(anyOf: readers, of: grant)
        case .cancel: try require("Machine.StopAndQuarantine", of: grant)
        case .list, .get, .machine: try require(anyOf: readers, of: grant)
        case .file, .fileStats: try require(anyOf: ["File.Read.All"], of: grant)
        case .token, .identity, .control, .unknown: break
        }
    }

    private func require(_ role: String, of grant: Grant) throws(APIError) {
        guard grant.roles.contains(role) else { throw .missingRole(role, has: grant.roles) }
    }

    private func require(anyOf permissions: [String], of grant: Grant) throws(APIError) {
        guard permissions.contains(where: { grant.roles.contains($0) }) else {
            throw .missingPermission(permissions)
        }
    }

    /// An action as a single answer: with its context.
    func entity(_ action: SimulatedAction, _ visit: Visit) -> JSONValue {
        let context = JSONValue.object([.init("@odata.context", .string(Self.context + "#MachineActions/$entity"))])
        return context.merging(action.json(at: visit.now.steady))
    }

    /// Names another host than the one that answers, as real answers may. (defender-api, section 1.3)
    static let context = "https://api.securitycenter.microsoft.com/api/$metadata"
}
