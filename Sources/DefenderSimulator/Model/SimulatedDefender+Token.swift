import LazaretCore
import LoopbackHTTPServer

extension SimulatedDefender {
    /// The sign-in authority and the instance metadata service. (defender-api, section 1.4)
    mutating func token(_ visit: inout Visit) -> ServerResponse {
        var response = judged(&visit)
        response.headers["Date"] = TimeText.http(visit.now.wall + options.access.clockSkew)
        return response
    }

    private mutating func judged(_ visit: inout Visit) -> ServerResponse {
        guard case .token(let tenant, let endpoint) = visit.route else { return managedIdentity(&visit) }
        do {
            let wanted = try TokenRequest(
                visit.request, tenant: tenant, endpoint: endpoint, access: options.access, at: visit.now.wall)
            visit.arrival.tenant = tenant
            visit.arrival.app = wanted.client
            return issue(tenant, wanted.client, wanted.audience, endpoint, at: visit.now)
        } catch {
            visit.arrival.code = error.error
            return error.response(trace: ids.guid(), correlation: ids.guid(), at: visit.now.wall)
        }
    }

    private mutating func issue(
        _ tenant: String, _ client: String, _ audience: String, _ endpoint: AuthorityEndpoint, at now: Moment
    ) -> ServerResponse {
        let seconds = options.access.tokenLifetime.milliseconds / 1000
        let token = tokens.issue(
            tenant: tenant, app: client, audience: audience, roles: options.access.roles,
            lifetime: options.access.tokenLifetime, at: now)
        // The older endpoint writes its numbers as strings.
        let life: JSONValue = endpoint == .v1 ? .string("\(seconds)") : .integer(seconds)
        var members: [JSONValue.Member] = [
            .init("token_type", .string("Bearer")), .init("expires_in", life), .init("ext_expires_in", life),
        ]
        if endpoint == .v1 { members.append(.init("resource", .string(audience))) }
        members.append(.init("access_token", .string(token)))
        return Self.uncached(.object(members), status: 200)
    }

    private mutating func managedIdentity(_ visit: inout Visit) -> ServerResponse {
        let items = Dictionary(visit.request.queryItems.map { ($0.name, $0.value) }) { first, _ in first }
        guard visit.request.headers["Metadata"]?.lowercased() == "true",
            visit.request.headers["X-Forwarded-For"] == nil
        else { return identityError("Required metadata header not specified", &visit) }
        guard items["api-version"]?.isEmpty == false else {
            return identityError("api-version is missing", &visit)
        }
        guard let resource = items["resource"], !resource.isEmpty, !resource.hasSuffix("/.default") else {
            return identityError("resource is missing or no resource", &visit)
        }
        let client = items["client_id"] ?? options.access.managedClient
        let tenant = options.access.managedTenant
        visit.arrival.tenant = tenant
        visit.arrival.app = client
        let token = tokens.issue(
            tenant: tenant, app: client, audience: resource, roles: options.access.roles,
            lifetime: options.access.tokenLifetime, at: visit.now)
        let seconds = options.access.tokenLifetime.milliseconds / 1000
        let begins = visit.now.wall.milliseconds / 1000
        let fields = [
            ("access_token", token), ("client_id", client), ("expires_in", "\(seconds)"),
            ("expires_on", "\(begins + seconds)"), ("ext_expires_in", "\(seconds)"), ("not_before", "\(begins)"),
            ("resource", resource), ("token_type", "Bearer"),
        ]
        return Self.uncached(.object(fields.map { .init($0.0, .string($0.1)) }), status: 200)
    }

    private func identityError(_ why: String, _ visit: inout Visit) -> ServerResponse {
        visit.arrival.code = "invalid_request"
        return Self.uncached(
            .object([.init("error", .string("invalid_request")), .init("error_description", .string(why))]),
            status: 400)
    }

    private static func uncached(_ json: JSONValue, status: Int) -> ServerResponse {
        var response = ServerResponse(json: json, status: status)
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
