public import LazaretCore
public import LoopbackHTTPServer

/// Defender and its sign-in authority as one value: a request and a moment in, a reply out. No socket, file or clock inside;
/// chance comes from the seed. Moments must not go back on the steady clock.
public struct SimulatedDefender: Sendable {
    public internal(set) var options: SimulatorOptions
    var tokens: TokenBook
    var quota: QuotaBook
    var faults: FaultBook
    var record: EffectRecord
    /// By tenant.
    var books: [String: ActionBook] = [:]
    /// Actions that come into being later, by `lateEffect`.
    var awaited: [(due: Steady, draft: ActionDraft)] = []
    var ids: SeededGenerator
    var chance: SeededGenerator

    public init(options: SimulatorOptions = SimulatorOptions()) {
        self.options = options
        tokens = TokenBook(seed: options.seed)
        quota = QuotaBook(options: options.quota)
        faults = FaultBook(seed: options.seed, rules: options.faults)
        record = EffectRecord(keptArrivals: options.keptArrivals)
        ids = SeededGenerator(seed: options.seed, stream: 2)
        chance = SeededGenerator(seed: options.seed, stream: 3)
    }

    /// One request that arrived at `now`. Requests below `/_simulator/` are not recorded.
    public mutating func handle(_ request: ServerRequest, at now: Moment) -> SimulatedAnswer {
        settle(at: now)
        let route = Route(request)
        var reply: ServerReply
        var delay = Duration.zero
        if case .control(let path) = route {
            reply = .respond(control(path, request, at: now))
        } else {
            var visit = Visit(request, route, number: record.nextNumber(), at: now)
            (reply, delay) = answer(&visit)
            visit.close(with: reply)
            record.append(visit.arrival)
        }
        if case .respond(var response) = reply {
            if response.headers["Date"] == nil { response.headers["Date"] = TimeText.http(now.wall) }
            reply = .respond(response)
        }
        return SimulatedAnswer(reply: reply, delay: delay, effects: record.drain())
    }

    private mutating func answer(_ visit: inout Visit) -> (ServerReply, Duration) {
        if let method = visit.route.method, method != visit.request.method {
            let error = APIError(405, "MethodNotAllowed", "The requested resource does not support \(method).")
            return (.respond(refusal(error, &visit)), .zero)
        }
        switch visit.route {
        case .unknown, .control:
            return (.respond(refusal(APIError(404, "NotFound", "There is no such resource."), &visit)), .zero)
        case .token, .identity:
            return underFaults(&visit) { model, visit, _ in model.token(&visit) }
        default:
            return call(&visit)
        }
    }

    private mutating func call(_ visit: inout Visit) -> (ServerReply, Duration) {
        guard let grant = tokens.grant(authorization: visit.request.headers["Authorization"], at: visit.now.steady)
        else { return (.respond(refusal(.unauthorized, &visit)), .zero) }
        visit.arrival.tenant = grant.tenant
        visit.arrival.app = grant.app
        let lane = QuotaLane(tenant: grant.tenant, app: grant.app, operation: visit.route.operation)
        if case .refused(let wait) = quota.arrive(lane, at: visit.now.steady) {
            return (.respond(throttled(&visit, retryIn: wait)), .zero)
        }
        return underFaults(&visit, grant) { model, visit, late in
            do throws(APIError) {
                return try model.process(&visit, grant, late: late)
            } catch {
                return model.refusal(error, &visit)
            }
        }
    }

    /// `body` does what was asked; the fault that the call has, if any, comes before or after it.
    private mutating func underFaults(
        _ visit: inout Visit, _ grant: Grant? = nil,
        _ body: (inout SimulatedDefender, inout Visit, _ late: Duration?) -> ServerResponse
    ) -> (ServerReply, Duration) {
        let rule = faults.take(visit.route.operation, machine: visit.arrival.machineID, sha1: visit.arrival.sha1)
        visit.arrival.fault = rule?.fault.name
        if let rule, let reply = before(rule.fault, &visit, grant) { return (reply, rule.delay) }
        var late: Duration?
        if case .lateEffect(let after)? = rule?.fault { late = after }
        let response = body(&self, &visit, late)
        visit.arrival.processed = response.status < 400
        return (after(rule?.fault, response, &visit), rule?.delay ?? .zero)
    }

    mutating func refusal(_ error: APIError, _ visit: inout Visit) -> ServerResponse {
        visit.arrival.code = error.code
        var response = error.response(target: ids.guid())
        if error.status == 401 { response.headers["WWW-Authenticate"] = "Bearer error=\"invalid_token\"" }
        return response
    }
}
