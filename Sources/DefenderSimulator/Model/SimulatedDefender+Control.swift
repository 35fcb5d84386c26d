import Foundation
import LazaretCore
import LoopbackHTTPServer

/// `/_simulator/…`: what a test in another process can see and do.
extension SimulatedDefender {
    mutating func control(_ path: [String], _ request: ServerRequest, at now: Moment) -> ServerResponse {
        do {
            switch (request.method, path.first, path.count) {
            case ("GET", "effects", 1): return try Self.json(report(at: now))
            case ("DELETE", "effects", 1): record.clear()
            case ("GET", "state", 1): return try Self.json(state(at: now))
            case ("GET", "faults", 1): return try Self.json(faults.states)
            case ("DELETE", "faults", 1): clearFaults()
            case ("POST", "faults", 1): try addFaults(request.body)
            case ("POST", "settings", 1):
                apply(try JSONDecoder().decode(SettingsPatch.self, from: Data(request.body)))
            case ("POST", "actions", 1): return try addAction(request.body, at: now)
            case ("POST", "actions", 2):
                let change = try JSONDecoder().decode(StatusChange.self, from: Data(request.body))
                guard turn(action: path[1], to: change.status, at: now) else {
                    return Self.problem(404, "no such action")
                }
            default: return Self.problem(404, "no such resource of the simulator")
            }
            return ServerResponse(status: 204)
        } catch {
            return Self.problem(400, Self.text(error))
        }
    }

    private struct StatusChange: Decodable {
        var status: SimulatedStatus
    }

    private struct ForeignAction: Decodable {
        var tenant: String
        var machineId: String
        var sha1: String
        var comment: String?
        var requestor: String?
    }

    /// One rule or an array of rules; all of them or none.
    private mutating func addFaults(_ body: [UInt8]) throws {
        let isArray = body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "[")
        let rules =
            isArray
            ? try JSONDecoder().decode([FaultRule].self, from: Data(body))
            : [try JSONDecoder().decode(FaultRule.self, from: Data(body))]
        for rule in rules { add(fault: rule) }
    }

    private mutating func addAction(_ body: [UInt8], at now: Moment) throws -> ServerResponse {
        let wanted = try JSONDecoder().decode(ForeignAction.self, from: Data(body))
        guard let machine = MachineID(wanted.machineId), let sha1 = SHA1Hash(wanted.sha1) else {
            return Self.problem(400, "machineId and sha1 are 40 hexadecimal digits")
        }
        let id = addForeignAction(
            tenant: wanted.tenant, machine: machine, sha1: sha1,
            comment: wanted.comment ?? "Found during an investigation",
            requestor: wanted.requestor ?? "analyst@example.test", at: now)
        return ServerResponse(json: .object([.init("id", .string(id))]), status: 201)
    }

    private static func json(_ value: some Encodable) throws -> ServerResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ServerResponse(
            status: 200, headers: ["Content-Type": "application/json"], body: Array(try encoder.encode(value)))
    }

    private static func problem(_ status: Int, _ text: String) -> ServerResponse {
        ServerResponse(json: .object([.init("error", .string(text))]), status: status)
    }

    private static func text(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            context.debugDescription
        case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
        default: "\(error)"
        }
    }
}
