import DefenderSimulator
import Foundation
import LazaretCore
import LoopbackHTTPServer
import Testing

/// Speaks to the model without a socket, under a clock of its own.
struct ModelClient {
    static let machine = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07"
    static let sha1 = "87662bc3d60e4200ceaf7aae249d1c343f4b83c9"
    static let otherSHA1 = String(repeating: "ab", count: 20)
    static let tenant = "11111111-2222-3333-4444-555555555555"
    static let app = "66666666-7777-8888-9999-000000000000"

    var defender: SimulatedDefender
    /// 2026-01-31T12:34:56.789Z
    var now = Moment(wall: Instant(milliseconds: 1_769_862_896_789), steady: Steady(milliseconds: 5_000_000))
    private var token: String?

    init(_ options: SimulatorOptions = SimulatorOptions()) {
        defender = SimulatedDefender(options: options)
    }

    mutating func advance(by duration: Duration) {
        now = Moment(wall: now.wall + duration, steady: now.steady + duration)
    }

    mutating func send(_ request: ServerRequest) -> SimulatedAnswer { defender.handle(request, at: now) }

    /// A request to the API, with a token that is fetched first where there is none.
    mutating func call(
        _ method: String, _ target: String, body: String = "", contentType: String = "application/json"
    ) throws -> SimulatedAnswer {
        let token = try self.token ?? fetchToken()
        self.token = token
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        return send(
            ServerRequest(
                method: method, path: parts[0], query: parts.count > 1 ? parts[1] : nil,
                headers: ["Authorization": "Bearer \(token)", "Content-Type": contentType], body: Array(body.utf8)))
    }

    mutating func submit(
        machine: String = machine, sha1: String = sha1, comment: String = "because"
    ) throws -> SimulatedAnswer {
        try call(
            "POST", "/api/machines/\(machine)/StopAndQuarantineFile",
            body: #"{"Comment": "\#(comment)", "Sha1": "\#(sha1)"}"#)
    }

    /// Submits, and returns the new action's id.
    mutating func submitted(machine: String = machine, sha1: String = sha1) throws -> String {
        let response = try submit(machine: machine, sha1: sha1).response
        #expect(response.status == 201)
        return try #require(try response.json()["id"] as? String)
    }

    mutating func list(_ options: [(String, String)]) throws -> ServerResponse {
        let query = options.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return try call("GET", "/api/machineactions?" + query.joined(separator: "&")).response
    }

    mutating func status(of id: String) throws -> String? {
        try call("GET", "/api/machineactions/\(id)").response.json()["status"] as? String
    }

    mutating func forgetToken() { token = nil }

    mutating func fetchToken(tenant: String = tenant, app: String = app) throws -> String {
        let response = try authority(
            tenant: tenant,
            "grant_type=client_credentials&client_id=\(app)&client_secret=s&scope=https%3A%2F%2Fa%2F.default")
        return try #require(try response.json()["access_token"] as? String)
    }

    mutating func authority(
        tenant: String = tenant, _ form: String, path: String = "oauth2/v2.0/token", headers: ServerHeaders = [:]
    ) throws -> ServerResponse {
        var headers = headers
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return try send(
            ServerRequest(method: "POST", path: "/\(tenant)/\(path)", headers: headers, body: Array(form.utf8))
        ).response
    }

    mutating func use(token: String) { self.token = token }
}

extension SimulatedAnswer {
    /// The answer, where there is a whole one.
    var response: ServerResponse {
        get throws {
            guard case .respond(let response) = reply else { throw NoResponse(reply: reply) }
            return response
        }
    }
}

struct NoResponse: Error {
    let reply: ServerReply
}

extension ServerResponse {
    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    }

    /// `error.code` of Defender's error body.
    var errorCode: String? {
        get throws { (try json()["error"] as? [String: Any])?["code"] as? String }
    }

    var errorMessage: String? {
        get throws { (try json()["error"] as? [String: Any])?["message"] as? String }
    }

    /// The ids of a List.
    var ids: [String] {
        get throws { (try json()["value"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String } }
    }
}
