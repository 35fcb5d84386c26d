public import HTTPTransport
public import LazaretCore

/// One tenant's Defender for Endpoint over HTTP.
///
/// Each call is one HTTP exchange, and before it a token call where none is cached: it returns within two of the transport's
/// deadlines. ``prepare()`` takes the token call out of the way of a POST.
///
/// After a 401 the token is forgotten. Delivery's calls are not repeated here: each takes a quota slot of its own, so the
/// repetition is delivery's. `get` and file statistics, which no lane makes, are made
/// once more with a fresh token.
public struct DefenderClient: DefenderGateway {
    private let apiBase: String
    private let tokens: TokenSource
    private let transport: any HTTPTransport
    private let time: any TimeSource

    public init(addresses: ServiceAddresses, tokens: TokenSource, transport: any HTTPTransport, time: any TimeSource) {
        apiBase = addresses.apiBase
        self.tokens = tokens
        self.transport = transport
        self.time = time
    }

    /// Sees to it that a token is at hand, so that a claimed action is not held up; the fault why there is none. Nil also
    /// where the task was cancelled.
    public func prepare() async -> LaneFault? {
        do {
            _ = try await tokens.token()
            return nil
        } catch {
            return error.laneFault
        }
    }

    public func isSignInFailing() async -> Bool { await tokens.isFailing() }

    public func submit(
        _ submission: Submission, before limit: Steady = Steady(milliseconds: .max)
    ) async -> SubmitAnswer {
        let exchange = await exchange(.submit(submission), before: limit)
        var outcome = SubmitOutcome.judge(exchange.result, for: submission)
        if case .laneFault(let fault) = outcome { outcome = .laneFault(await explained(fault, exchange, for: .submit)) }
        return SubmitAnswer(outcome: outcome, report: CallReport(exchange, unusable: outcome == .unknown))
    }

    /// A page tells how many of its members cannot be read: a look at one machine must not take them for "not there".
    public func list(_ query: ActionQuery) async -> ReadAnswer<ActionPage> {
        await read(.list(query), .list, repeats: false) { response in
            ActionList(json: response.body).map {
                ActionPage(actions: $0.actions, hasMore: $0.hasMore, unreadable: $0.unreadable)
            }
        }
    }

    public func get(_ id: String) async -> ReadAnswer<MachineAction> {
        await read(.get(id), .get) { response in
            MachineAction(json: response.body).flatMap { Self.isSame($0.id, id) ? $0 : nil }
        }
    }

    /// An answer about another action says nothing of this one.
    public func cancel(_ id: String, comment: String) async -> ReadAnswer<MachineAction> {
        await read(.cancel(id, comment: comment), .cancel, repeats: false) { response in
            MachineAction(json: response.body).flatMap { Self.isSame($0.id, id) ? $0 : nil }
        }
    }

    private static func isSame(_ told: String, _ asked: String) -> Bool { told.lowercased() == asked.lowercased() }

    private func read<Value>(
        _ request: DefenderRequest, _ operation: Operation, repeats: Bool = true, reading: (HTTPResponse) -> Value?
    ) async -> ReadAnswer<Value> {
        let exchange = await exchange(request, repeats: repeats)
        var outcome = ReadOutcome.judge(exchange.result, reading: reading)
        if case .laneFault(let fault) = outcome {
            outcome = .laneFault(await explained(fault, exchange, for: operation))
        }
        return ReadAnswer(outcome: outcome, report: CallReport(exchange, unusable: outcome == .failed))
    }

    /// A 401 had no effect, whatever was asked: the token is forgotten, and where the call `repeats` it is made once more.
    private func exchange(
        _ request: DefenderRequest, before limit: Steady = Steady(milliseconds: .max), repeats: Bool = false
    ) async -> Exchange {
        let asked = time.now().wall
        let token: AccessToken
        do {
            token = try await tokens.token()
        } catch {
            return finished(.noToken(error), since: asked, mayHaveLeft: false)
        }
        let started = time.now()
        guard started.steady < limit else { return finished(.tooLate, since: started.wall, mayHaveLeft: false) }
        let first = await send(request, with: token)
        guard case .answer(let response) = first, response.status == 401 else {
            return finished(first, since: started.wall, mayHaveLeft: first.mayHaveLeft)
        }
        await tokens.invalidate(token)
        guard repeats else { return finished(first, since: started.wall, mayHaveLeft: true) }
        do {
            let second = await send(request, with: try await tokens.token())
            return finished(second, since: started.wall, mayHaveLeft: true)
        } catch {
            return finished(.noToken(error), since: started.wall, mayHaveLeft: true)
        }
    }

    private func send(_ request: DefenderRequest, with token: AccessToken) async -> Exchange.Result {
        let wire: HTTPRequest
        do {
            wire = try request.httpRequest(apiBase: apiBase, token: token.value)
        } catch {
            return .unusable(error)
        }
        do {
            var response = try await transport.send(wire)
            // Some services write a byte order mark before their JSON.
            if response.body.starts(with: [0xEF, 0xBB, 0xBF]) { response.body.removeFirst(3) }
            return .answer(response)
        } catch {
            return .noAnswer(error)
        }
    }

    private func finished(_ result: Exchange.Result, since started: Instant, mayHaveLeft: Bool) -> Exchange {
        Exchange(result: result, startedAt: started, finishedAt: time.now().wall, requestMayHaveLeft: mayHaveLeft)
    }

    /// The service's words, and what our own token says about the reason.
    private func explained(_ fault: LaneFault, _ exchange: Exchange, for operation: Operation) async -> LaneFault {
        guard case .answer = exchange.result else { return fault }
        return fault.explained(by: await tokens.lastClaims(), for: operation)
    }
}

/// An answer about another machine or file is none: the rules would judge by somebody else's tags or signer.
extension DefenderClient: LookupGateway {
    public func machine(_ id: MachineID) async -> ReadAnswer<MachineRecord> {
        await read(.machine(id), .machine, repeats: false) { response in
            MachineRecord(json: response.body).flatMap { Self.isSame($0.id, id.description) ? $0 : nil }
        }
    }

    public func file(_ sha1: SHA1Hash) async -> ReadAnswer<FileRecord> {
        await read(.file(sha1), .file, repeats: false) { response in
            FileRecord(json: response.body).flatMap { record in
                record.sha1.map { Self.isSame($0, sha1.description) } ?? true ? record : nil
            }
        }
    }
}
