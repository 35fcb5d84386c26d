import LazaretCore
import LoopbackHTTPServer

extension SimulatedDefender {
    /// The reply of a fault that keeps the service from doing anything; nil for the others.
    mutating func before(_ fault: Fault, _ visit: inout Visit, _ grant: Grant?) -> ServerReply? {
        switch fault {
        case .dropBefore: return .closeWithoutReply
        case .resetBefore: return .reset
        case .hangBefore: return .hang
        case .errorBefore(let status, let code, let message):
            return .respond(refusal(Self.error(status, code, message), &visit))
        case .pageBefore(let status): return .respond(Self.page(status))
        case .unauthorized: return .respond(refusal(.unauthorized, &visit))
        case .forbidden:
            return .respond(refusal(.missingPermission(["Machine.Read.All", "Machine.ReadWrite.All"]), &visit))
        case .disabledFeature: return .respond(refusal(.disabledFeature, &visit))
        case .disallowedOperation:
            return .respond(refusal(Self.error(403, "DisallowedOperation", nil), &visit))
        case .throttled(let retryAfter):
            return .respond(throttled(&visit, retryIn: .seconds(1), text: retryAfter))
        case .redirect(let location):
            return .respond(ServerResponse(status: 302, headers: ["Location": location]))
        case .foreignAction, .sameFileAction: return foreign(&visit, grant, sameFile: fault == .sameFileAction)
        case .dropAfter, .resetAfter, .hangAfter, .errorAfter, .pageAfter, .truncated, .brokenJSON, .emptyBody,
            .garbage, .lateEffect, .delay:
            return nil
        }
    }

    /// What becomes of the answer to a call that was done.
    mutating func after(_ fault: Fault?, _ response: ServerResponse, _ visit: inout Visit) -> ServerReply {
        var changed = response
        switch fault {
        case .dropAfter, .lateEffect: return .closeWithoutReply
        case .resetAfter: return .reset
        case .hangAfter: return .hang
        case .errorAfter(let status, let code, let message):
            return .respond(refusal(Self.error(status, code, message), &visit))
        case .pageAfter(let status): return .respond(Self.page(status))
        case .truncated: return .truncated(response, afterBytes: response.body.count / 2)
        case .garbage: return .garbage(Array("220 ready\r\n".utf8))
        case .brokenJSON: changed.body = Array(response.body.prefix(response.body.count / 2))
        case .emptyBody: changed.body = []
        default: break
        }
        return .respond(changed)
    }

    /// 429, with the `Retry-After` that the options or a fault want. (defender-api, section 3.4)
    mutating func throttled(_ visit: inout Visit, retryIn wait: Duration, text: String? = nil) -> ServerResponse {
        var response = refusal(.tooMany, &visit)
        let seconds = max(1, (wait.milliseconds + 999) / 1000)
        switch text.map({ .text($0) }) ?? options.quota.retryAfter {
        case .seconds: response.headers["Retry-After"] = "\(seconds)"
        case .date: response.headers["Retry-After"] = TimeText.http(visit.now.wall + .seconds(seconds))
        case .absent: break
        case .text(let text): response.headers["Retry-After"] = text
        }
        return response
    }

    /// 201 about somebody else's open action; nil (and so the ordinary answer) where the request names no machine and file.
    private mutating func foreign(_ visit: inout Visit, _ grant: Grant?, sameFile: Bool) -> ServerReply? {
        guard let grant, case .submit(let machine) = visit.route, let id = MachineID(machine),
            let sha1 = visit.arrival.sha1.flatMap({ SHA1Hash($0) })
        else { return nil }
        let wanted = sameFile ? "\(sha1)" : nil
        var action = books[grant.tenant]?.open(machine: "\(id)", sha1: wanted, at: visit.now.steady)
        if !sameFile, action?.sha1 == "\(sha1)" { action = nil }
        let draft = ActionDraft(
            tenant: grant.tenant, machineID: "\(id)", sha1: wanted ?? SeededGenerator.hex(ids.bytes(20)),
            comment: "Found during an investigation", requestor: "analyst@example.test", isForeign: true,
            arrival: visit.arrival.number)
        let answered = action ?? create(draft, at: visit.now)
        visit.arrival.actionID = answered.id
        return .respond(ServerResponse(json: entity(answered, visit), status: 201))
    }

    private static func error(_ status: Int, _ code: String?, _ message: String?) -> APIError {
        let presets = [
            400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "ResourceNotFound", 429: "TooManyRequests",
        ]
        let code = code ?? presets[status] ?? "InternalServerError"
        return APIError(status, code, message ?? "The simulator was told to answer \(code).")
    }

    private static func page(_ status: Int) -> ServerResponse {
        let text = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1><p>gateway</p></body></html>\n"
        return ServerResponse(status: status, contentType: "text/html", text: text)
    }
}
