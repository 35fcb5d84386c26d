import DefenderSimulator
import LoopbackHTTPServer
import Testing

@Suite("What a token allows")
struct AccessTests {
    @Test(
        "a call without a token that is known and alive is answered 401",
        arguments: [
            nil, "Bearer", "Bearer nonsense", "Basic abc", "bearer  ",
        ])
    func unauthorized(header: String?) throws {
        var client = ModelClient()
        var headers: ServerHeaders = [:]
        headers["Authorization"] = header
        let response = try client.send(
            ServerRequest(method: "GET", path: "/api/machineactions", headers: headers)
        ).response
        #expect(response.status == 401)
        #expect(try response.errorCode == "Unauthorized")
        let target = try (response.json()["error"] as? [String: Any])?["target"] as? String
        #expect(target?.count == 36)
    }

    @Test("a token lives as long as it says, and a millisecond before its end it is alive")
    func expiry() throws {
        var options = SimulatorOptions()
        options.access.tokenLifetime = .seconds(10)
        var client = ModelClient(options)
        #expect(try client.list([]).status == 200)
        client.advance(by: .milliseconds(9_999))
        #expect(try client.list([]).status == 200)
        client.advance(by: .milliseconds(1))
        #expect(try client.list([]).status == 401)
        client.forgetToken()
        #expect(try client.list([]).status == 200)
    }

    @Test("revoking ends every token at once; a new one works")
    func revocation() throws {
        var client = ModelClient()
        #expect(try client.list([]).status == 200)
        var patch = SettingsPatch()
        patch.revokeTokens = true
        client.defender.apply(patch)
        #expect(try client.list([]).status == 401)
        client.forgetToken()
        #expect(try client.list([]).status == 200)
    }

    /// Roles, then the statuses of submit, list, cancel (of an unknown action), machine, file.
    static let needs: [([String], [Int])] = [
        (["Machine.StopAndQuarantine", "Machine.Read.All", "File.Read.All"], [201, 200, 404, 200, 200]),
        (["Machine.StopAndQuarantine", "Machine.ReadWrite.All"], [201, 200, 404, 200, 403]),
        (["Machine.StopAndQuarantine"], [403, 403, 404, 403, 403]), (["Machine.Read.All"], [403, 200, 403, 200, 403]),
        (["Machine.ReadWrite.All"], [403, 200, 403, 200, 403]), ([], [403, 403, 403, 403, 403]),
    ]

    @Test("each call needs its roles", arguments: needs)
    func perCall(roles: [String], statuses: [Int]) throws {
        var options = SimulatorOptions()
        options.access.roles = roles
        var client = ModelClient(options)
        let answers = [
            try client.submit().response, try client.list([]),
            try client.call("POST", "/api/machineactions/x/cancel", body: #"{"Comment": "c"}"#).response,
            try client.call("GET", "/api/machines/\(ModelClient.machine)").response,
            try client.call("GET", "/api/files/\(ModelClient.sha1)").response,
        ]
        #expect(answers.map(\.status) == statuses)
        for answer in answers where answer.status == 403 {
            #expect(try answer.errorCode == "Forbidden")
        }
    }

    @Test(
        "a 403 names the role that is missing",
        arguments: [
            (["Machine.Read.All"], "Machine.StopAndQuarantine"),
            (["Machine.StopAndQuarantine"], "Machine.Read.All, Machine.ReadWrite.All"),
        ])
    func missingRole(roles: [String], named: String) throws {
        var options = SimulatorOptions()
        options.access.roles = roles
        var client = ModelClient(options)
        #expect(try client.submit().response.errorMessage?.contains(named) == true)
    }

    @Test("changed roles are in new tokens only")
    func changedRoles() throws {
        var client = ModelClient()
        #expect(try client.list([]).status == 200)
        var patch = SettingsPatch()
        patch.roles = ["File.Read.All"]
        client.defender.apply(patch)
        #expect(try client.list([]).status == 200)
        client.forgetToken()
        #expect(try client.list([]).status == 403)
    }
}
