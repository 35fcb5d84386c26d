import Foundation
import LoopbackHTTPServer
import Testing

@testable import DefenderSimulator

@Suite("The sign-in authority")
struct TokenTests {
    static let scope = "scope=https%3A%2F%2Fapi.example.test%2F.default"
    static let base = "grant_type=client_credentials&client_id=c&\(scope)"

    private func client(_ change: (inout AccessOptions) -> Void = { _ in }) -> ModelClient {
        var options = SimulatorOptions()
        change(&options.access)
        return ModelClient(options)
    }

    @Test("a client secret gets a token whose claims can be read")
    func token() throws {
        var client = client { $0.roles = ["Machine.Read.All"] }
        let response = try client.authority("\(Self.base)&client_secret=s%2B%26")
        #expect(response.status == 200)
        #expect(response.headers["Cache-Control"] == "no-store")
        let answer = try response.json()
        #expect(answer["token_type"] as? String == "Bearer")
        #expect(answer["expires_in"] as? Int == 3599)
        #expect(answer["ext_expires_in"] as? Int == 3599)
        let parts = try #require(answer["access_token"] as? String).split(separator: ".")
        #expect(parts.count == 3)
        let claims = try #require(JSONValue(parsing: Base64URL.decode(parts[1]) ?? []))
        #expect(claims["aud"] == .string("https://api.example.test"))
        #expect(claims["roles"] == .array([.string("Machine.Read.All")]))
        #expect(claims["tid"] == .string(ModelClient.tenant))
        #expect(claims["appid"] == .string("c"))
        #expect(claims["exp"] == .integer(1_769_862_896 + 3599))
    }

    @Test(
        "what is wrong is answered in the authority's own numbers",
        arguments: [
            ("client_id=c&client_secret=s&\(scope)", 400, "invalid_request", 900144),
            ("grant_type=password&client_id=c&client_secret=s&\(scope)", 400, "unsupported_grant_type", 70003),
            ("grant_type=client_credentials&client_secret=s&\(scope)", 400, "invalid_request", 900144),
            ("grant_type=client_credentials&client_id=c&client_secret=s", 400, "invalid_request", 900144),
            (
                "grant_type=client_credentials&client_id=c&client_secret=s&scope=Machine.Read.All", 400,
                "invalid_scope", 70011
            ),
            (
                "grant_type=client_credentials&client_id=c&client_secret=s&scope=%2F.default", 400, "invalid_scope",
                70011
            ),
            (base, 401, "invalid_client", 7_000_218), ("\(base)&client_secret=", 401, "invalid_client", 7_000_215),
            ("\(base)&client_secret=wrong", 401, "invalid_client", 7_000_215),
            (
                "grant_type=client_credentials&client_id=x&client_secret=right&\(scope)", 400, "unauthorized_client",
                700016
            ),
            ("", 400, "invalid_request", 900144),
        ])
    func errors(form: String, status: Int, error: String, number: Int) throws {
        var client = client {
            $0.client = "C"
            $0.clientSecret = "right"
        }
        #expect(try client.authority("\(Self.base)&client_secret=right").status == 200)
        let response = try client.authority(form)
        #expect(response.status == status)
        let answer = try response.json()
        #expect(answer["error"] as? String == error)
        #expect(answer["error_codes"] as? [Int] == [number])
        #expect((answer["error_description"] as? String)?.hasPrefix("AADSTS\(number): ") == true)
        for name in ["timestamp", "trace_id", "correlation_id"] { #expect(answer[name] is String) }
        #expect(client.defender.report(at: client.now).arrivals.last?.code == error)
    }

    @Test("another tenant than the configured one is not found")
    func tenant() throws {
        var client = client { $0.tenant = ModelClient.tenant }
        #expect(try client.authority("\(Self.base)&client_secret=s").status == 200)
        let answer = try client.authority(tenant: "elsewhere", "\(Self.base)&client_secret=s").json()
        #expect(answer["error_codes"] as? [Int] == [90002])
    }

    @Test("the credential may come in a Basic header, the resource by the older endpoint")
    func otherForms() throws {
        var client = client { $0.clientSecret = "r:ght+" }
        let header = "Basic " + Data("c:r%3Aght%2B".utf8).base64EncodedString()
        let basic = try client.authority(
            "grant_type=client_credentials&\(Self.scope)", headers: ["Authorization": header])
        #expect(basic.status == 200)
        let older = try client.authority(
            "grant_type=client_credentials&client_id=c&client_secret=r%3Aght%2B&resource=https%3A%2F%2Fapi.example.test",
            path: "oauth2/token")
        #expect(older.status == 200)
        #expect(try older.json()["expires_in"] as? String == "3599")
    }

    @Test("the body must be declared as a form")
    func contentType() throws {
        var client = client()
        let request = ServerRequest(
            method: "POST", path: "/t/oauth2/v2.0/token", headers: ["Content-Type": "application/json"],
            body: Array("\(Self.base)&client_secret=s".utf8))
        #expect(try client.send(request).response.status == 400)
    }

    @Test("the instance metadata service gives tokens with its numbers as strings")
    func managedIdentity() throws {
        var client = client()
        var request = ServerRequest(
            method: "GET", path: "/metadata/identity/oauth2/token",
            query: "api-version=2018-02-01&resource=https%3A%2F%2Fapi.example.test", headers: ["Metadata": "true"])
        let answer = try client.send(request).response.json()
        #expect(answer["expires_in"] as? String == "3599")
        #expect(answer["expires_on"] as? String == "\(1_769_862_896 + 3599)")
        #expect(answer["not_before"] as? String == "1769862896")
        client.use(token: try #require(answer["access_token"] as? String))
        #expect(try client.submit().response.status == 201)
        request.headers["Metadata"] = nil
        #expect(try client.send(request).response.status == 400)
        request.headers["Metadata"] = "true"
        request.query = "api-version=2018-02-01&resource=https%3A%2F%2Fapi.example.test%2F.default"
        #expect(try client.send(request).response.status == 400)
        request.query = "resource=https%3A%2F%2Fapi.example.test"
        #expect(try client.send(request).response.status == 400)
    }
}
