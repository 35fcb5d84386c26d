import LazaretCore
import LoopbackHTTPServer
import Testing

@testable import DefenderSimulator

@Suite("Client assertions")
struct ClientAssertionTests {
    private static let now = Instant(milliseconds: 1_769_862_896_789)
    private static let good: [(String, JSONValue?)] = [
        ("aud", .string("https://login.example.test/t/oauth2/v2.0/token")), ("iss", .string("c")),
        ("sub", .string("c")),
        ("jti", .string("j")), ("nbf", .integer(1_769_862_896)), ("exp", .integer(1_769_863_196)),
    ]

    private static func jwt(
        header: [(String, JSONValue)] = [
            ("alg", .string("PS256")), ("typ", .string("JWT")), ("x5t#S256", .string("x")),
        ],
        _ changes: [(String, JSONValue?)] = []
    ) -> String {
        let claims = good.map { claim in changes.first { $0.0 == claim.0 } ?? claim }
        let object = { (members: [(String, JSONValue?)]) -> [UInt8] in
            JSONValue.object(members.compactMap { member in member.1.map { .init(member.0, $0) } }).bytes
        }
        return [object(header), object(claims), [1, 2, 3]].map(Base64URL.encode).joined(separator: ".")
    }

    @Test(
        "of the right shape are taken",
        arguments: [
            jwt(), jwt(header: [("alg", .string("RS256")), ("x5t", .string("x"))]),
            jwt(
                header: [("alg", .string("RS256"))],
                [
                    ("aud", .string("api://AzureADTokenExchange")), ("iss", .string("https://cluster.example.test")),
                    ("sub", .string("system:serviceaccount:a:b")), ("jti", nil), ("nbf", nil),
                ]),
        ])
    func taken(assertion: String) throws {
        try ClientAssertion.check(assertion, client: "c", at: Self.now)
    }

    private static let noAlgorithm: [(String, JSONValue)] = [("alg", .string("none")), ("x5t", .string("x"))]
    private static let noCertificate: [(String, JSONValue)] = [("alg", .string("PS256"))]
    private static let refusals: [(String, Int)] = [
        ("", 700027), ("a.b.c", 700027), (String(jwt().dropLast(4)), 700027), (jwt() + ".x", 700027),
        (jwt(header: noAlgorithm), 700027), (jwt(header: noCertificate), 700027),
        (jwt([("iss", .string("d"))]), 700027), (jwt([("sub", nil)]), 700027), (jwt([("jti", nil)]), 700027),
        (jwt([("aud", .string("https://login.example.test"))]), 700027), (jwt([("aud", nil)]), 700027),
        (jwt([("exp", .integer(1_769_862_596))]), 700024), (jwt([("exp", nil)]), 700024),
        (jwt([("nbf", .integer(1_769_863_197))]), 700024),
    ]

    @Test("of any other are not", arguments: refusals)
    func refused(assertion: String, number: Int) {
        let error = #expect(throws: TokenError.self) {
            try ClientAssertion.check(assertion, client: "c", at: Self.now)
        }
        #expect(error?.number == number)
        #expect(error?.status == 401)
    }

    @Test("get a token where a secret is configured as well")
    func token() throws {
        var options = SimulatorOptions()
        options.access.clientSecret = "right"
        var client = ModelClient(options)
        let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        let form = "\(TokenTests.base)&client_assertion_type=\(type)&client_assertion=\(Self.jwt())"
        #expect(try client.authority(form).status == 200)
        #expect(try client.authority(form.replacing("jwt-bearer", with: "saml2-bearer")).status == 400)
    }
}
