import LazaretCore
import LoopbackHTTPServer

extension SimulatedDefender {
    /// `GET /api/machineactions` (defender-api, section 2.4)
    func list(_ visit: Visit, _ grant: Grant) throws(APIError) -> ServerResponse {
        let query = try ListQuery(visit.request.queryItems)
        let now = visit.now.steady
        let rows = (books[grant.tenant]?.candidates(for: query.filter) ?? [])
            .filter { $0.createdAt.steady + options.listing.listLag <= now }
            .map { FilterRow(action: $0, now: now) }
            .filter { query.filter?.matches($0) ?? true }
        let wanted = query.sorted(rows).dropFirst(query.skip)
        let page = wanted.prefix(min(query.top ?? .max, options.listing.pageSize))
        var members = [JSONValue.Member("@odata.context", .string(Self.context + "#MachineActions"))]
        if query.counts { members.append(.init("@odata.count", .integer(Int64(rows.count)))) }
        members.append(.init("value", .array(page.map { $0.action.json(at: now) })))
        if options.listing.offersNextLink, page.count < min(wanted.count, query.top ?? .max) {
            members.append(.init("@odata.nextLink", .string(nextLink(visit.request, query, after: page.count))))
        }
        return ServerResponse(json: .object(members), status: 200)
    }

    private func nextLink(_ request: ServerRequest, _ query: ListQuery, after count: Int) -> String {
        let kept = (request.query ?? "").split(separator: "&").filter { pair in
            let name = ServerRequest.formItems(String(pair)).first?.name
            return name != "$skip" && name != "$top"
        }
        var items = kept.map(String.init) + ["$skip=\(query.skip + count)"]
        if let top = query.top { items.append("$top=\(top - count)") }
        return "http://\(request.headers["Host"] ?? "localhost")\(request.path)?\(items.joined(separator: "&"))"
    }

    /// The action of that id, unless it is so fresh that reading does not find it yet.
    func visible(_ id: String, _ visit: Visit, _ grant: Grant) throws(APIError) -> SimulatedAction {
        guard let action = books[grant.tenant]?[id],
            action.createdAt.steady + options.listing.getLag <= visit.now.steady
        else { throw .action(id) }
        return action
    }

    /// `POST /api/machineactions/{id}/cancel`: only what is not final can be cancelled. (defender-api, section 2.4)
    mutating func cancel(
        _ id: String, _ visit: inout Visit, _ grant: Grant
    ) throws(APIError) -> ServerResponse {
        let fields = try strictBody(visit, known: ["Comment"], required: ["Comment"])
        let now = visit.now
        let status = try visible(id, visit, grant).status(at: now.steady)
        guard !status.isFinal else {
            throw APIError(400, "BadRequest", "Machine action \(id) is in status \(status.rawValue).")
        }
        let cancelled = books[grant.tenant]?.update(id) { action in
            action.turn(.cancelled, at: now.steady)
            action.cancellation = .init(requestor: grant.app, comment: fields["Comment"] ?? "", at: now.wall)
        }
        guard let cancelled else { throw .action(id) }
        return ServerResponse(json: entity(cancelled, visit), status: 200)
    }
}
