import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Token requests and answers")
struct TokenAnswerTests {
    private let grant = TokenGrant(
        tenantID: "11111111-2222-3333-4444-555555555555", clientID: "66666666-7777-8888-9999-000000000000",
        addresses: Cloud.commercial.addresses)

    @Test("A client secret goes as one form, exactly encoded")
    func secretForm() {
        let request = TokenRequest.clientSecret(Secret("a+b/c=d&e f~%é"), grant: grant)
        #expect(request.method == .post)
        #expect(
            request.url
                == "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "grant_type=client_credentials&client_id=66666666-7777-8888-9999-000000000000"
                + "&scope=https%3A%2F%2Fapi.securitycenter.microsoft.com%2F.default"
                + "&client_secret=a%2Bb%2Fc%3Dd%26e%20f~%25%C3%A9")
    }

    @Test("A managed identity is asked for at the metadata service, past every proxy, without /.default")
    func metadata() {
        let plain = TokenRequest.managedIdentity(ManagedIdentity(), grant: grant)
        #expect(plain.method == .get && plain.bypassesProxy && plain.body.isEmpty)
        #expect(plain.headers.contains { $0 == ("Metadata", "true") })
        #expect(
            plain.url == "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
                + "&resource=https%3A%2F%2Fapi.securitycenter.microsoft.com")
        let chosen = ManagedIdentity(clientID: "a&b", resourceID: "/subscriptions/x")
        #expect(
            TokenRequest.managedIdentity(chosen, grant: grant).url
                .hasSuffix("&client_id=a%26b&msi_res_id=%2Fsubscriptions%2Fx"))
    }

    @Test(
        "A managed identity's numbers may be strings; its faults follow its own rule",
        arguments: [
            (404, "unavailable"), (410, "unavailable"), (429, "unavailable"), (500, "unavailable"), (400, "refused"),
            (403, "refused"),
        ])
    func metadataAnswers(status: Int, kind: String) throws {
        let good = #"{"access_token":"t","expires_in":"86399","expires_on":"1","not_before":"1","token_type":"Bearer"}"#
        #expect(try TokenAnswer.read(Fixture.response(200, good), isMetadata: true).life == .seconds(86_399))
        #expect {
            try TokenAnswer.read(Fixture.response(status, #"{"error":"invalid_request"}"#), isMetadata: true)
        } throws: { error in
            (error as? TokenFailure).map { "\($0.kind)" == kind } ?? false
        }
    }

    @Test(
        "What the token endpoint says decides whose fault it is",
        arguments: [
            (400, #"{"error":"invalid_client","error_codes":[7000215]}"#, "refused", "AADSTS7000215"),
            (401, #"{"error":"invalid_client"}"#, "refused", "invalid_client"),
            (400, #"{"error":"invalid_request","error_codes":[999999,90002]}"#, "refused", "AADSTS90002"),
            (400, #"{"error":"server_error","error_codes":[90033]}"#, "unavailable", "AADSTS90033"),
            (404, "<html>", "unavailable", "http_404"), (407, "", "unavailable", "http_407"),
            (400, "{}", "unavailable", "http_400"),
            (429, #"{"error":"x"}"#, "unavailable", "x"), (500, "", "unavailable", "http_500"),
            (302, "", "unavailable", "http_302"),
            (200, "", "unavailable", "unreadable_answer"),
            (200, #"{"access_token":""}"#, "unavailable", "unreadable_answer"),
            (200, #"{"access_token":"a\r\nX: y"}"#, "unavailable", "unreadable_answer"),
            (200, #"{"access_token":"a","token_type":"pop"}"#, "unavailable", "unreadable_answer"),
            (200, #"{"access_token":"a","expires_in":0}"#, "unavailable", "unreadable_answer"),
        ])
    func failures(status: Int, body: String, kind: String, code: String) {
        #expect {
            try TokenAnswer.read(Fixture.response(status, body), isMetadata: false)
        } throws: { error in
            (error as? TokenFailure).map { "\($0.kind)" == kind && $0.code == code } ?? false
        }
    }

    @Test(
        "An absurd life is cut to a day, an unknown one is short",
        arguments: [
            ("9223372036854775807", 86_400), ("86401", 86_400), (#""3599""#, 3599), ("null", 300), (#""soon""#, 300),
        ])
    func life(value: String, seconds: Int) throws {
        let body = #"{"access_token":"a","expires_in":\#(value)}"#
        #expect(try TokenAnswer.read(Fixture.response(200, body), isMetadata: false).life == .seconds(seconds))
    }

    @Test("A person reads what happened and what to do; the endpoint's own text goes nowhere")
    func explanation() throws {
        let body = #"{"error":"invalid_client","error_description":"AADSTS7000222: canary","error_codes":[7000222]}"#
        let error = try #require(EntraError(Array(body.utf8)))
        #expect(
            error.explanation == "AADSTS7000222 the client secret has expired; "
                + "make a new one under 'Certificates & secrets' and replace the file")
        #expect {
            try TokenAnswer.read(Fixture.response(401, body), isMetadata: false)
        } throws: { thrown in
            let failure = thrown as? TokenFailure
            return failure?.message == "Entra refused the credential: \(error.explanation)"
                && !String(reflecting: thrown).contains("canary")
        }
    }

    @Test(
        "A number without a sentence points to Microsoft's page; a word is kept short and plain",
        arguments: [
            (
                #"{"error":"invalid_client","error_codes":[123456]}"#,
                "AADSTS123456; see https://login.microsoftonline.com/error?code=123456"
            ),
            (#"{"error":"Invalid Client\n","error_codes":[]}"#, "invalidclient"),
            (#"{"error":"","error_codes":["x",-1]}"#, "error"),
        ])
    func unknownErrors(body: String, explanation: String) {
        #expect(EntraError(Array(body.utf8))?.explanation == explanation)
    }

    @Test("Every sentence says what it means and what to do, in one line")
    func sentences() {
        #expect(EntraError.sentences.count >= 40)
        for (number, sentence) in EntraError.sentences {
            #expect(number > 0 && sentence.meaning.count > 10 && sentence.remedy.count > 8)
            #expect(!(sentence.meaning + sentence.remedy).contains { $0.isNewline })
        }
        #expect(EntraError.transientNumbers.isSubset(of: EntraError.sentences.keys))
    }

    @Test(
        "A token tells audience, roles and expiry, and what is missing",
        arguments: [
            (["Machine.StopAndQuarantine", "Machine.ReadWrite.All"], []),
            (["Machine.StopAndQuarantine"], ["Machine.Read.All or Machine.ReadWrite.All"]),
            (["Machine.Read.All"], ["Machine.StopAndQuarantine"]),
            ([], ["Machine.StopAndQuarantine", "Machine.Read.All or Machine.ReadWrite.All"]),
        ] as [([String], [String])])
    func claims(roles: [String], missing: [String]) throws {
        let token = try Fixture.jwt([
            "aud": "https://a.test", "roles": roles, "tid": "t", "azp": "c", "exp": 1_767_225_600,
        ])
        let claims = try #require(AccessTokenClaims(Secret(token)))
        #expect(claims.audience == "https://a.test" && claims.tenantID == "t" && claims.appID == "c")
        #expect(claims.expiresAt == Instant(milliseconds: 1_767_225_600_000))
        #expect(claims.missingRoles(for: .submit) == missing)
    }

    @Test("What is no JWT tells nothing", arguments: ["", "opaque", "a.b", "a.!.c", "a.bm90IGpzb24.c", "a.b.c.d"])
    func noClaims(token: String) {
        #expect(AccessTokenClaims(Secret(token)) == nil)
    }
}
