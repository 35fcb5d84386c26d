import Foundation
import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

/// A tenant whose network is a script and whose clock stands still.
struct TestTenant: Sendable {
    static let apiBase = "https://api.defender.test"
    static let tokenURL = "https://login.test/contoso.test/oauth2/v2.0/token"
    static let retry = RetryPolicy(initialDelay: .seconds(2), maximumDelay: .seconds(300))

    let transport = ScriptedTransport()
    let time = ManualTimeSource()
    let observed = ObservedCalls()
    let tokens: TokenSource
    let client: DefenderClient

    init(_ credential: Credential, trustedDirectory: String? = nil) {
        let addresses = ServiceAddresses(
            apiBase: Self.apiBase, authority: "https://login.test", scope: "https://api.defender.test/.default")
        let observed = observed
        tokens = TokenSource(
            grant: TokenGrant(tenantID: "contoso.test", clientID: "client-1", addresses: addresses),
            credential: CredentialStore(credential, trustedDirectory: trustedDirectory), transport: transport,
            time: time, retry: Self.retry, chance: { 1 }, newID: { "00000000-0000-4000-8000-00000000000a" },
            observer: { observed.add($0, $1) })
        client = DefenderClient(addresses: addresses, tokens: tokens, transport: transport, time: time)
        transport.answer("oauth2", Self.token("first"), Self.token("second"), Self.token("third"))
    }

    static func token(_ value: String, life: Int = 3600) -> ScriptedTransport.Answer {
        .json(200, #"{"token_type":"Bearer","expires_in":\#(life),"access_token":"\#(value)"}"#)
    }

    func submit() async throws -> SubmitAnswer { await client.submit(try Fixture.submission()) }

    func token() async throws -> String { try await tokens.token().value.revealed }

    func expectToken(_ expected: String, at location: SourceLocation = #_sourceLocation) async throws {
        let value = try await token()
        #expect(value == expected, sourceLocation: location)
    }

    var tokenCalls: Int { transport.requests("oauth2").count }

    /// Tokens that the API was shown, in order.
    var shownTokens: [String] {
        transport.requests(Self.apiBase).compactMap { request in
            request.headers.first { $0.name == "Authorization" }?.value
        }
    }
}

/// What the observer was told, in order.
final class ObservedCalls: @unchecked Sendable {
    private let lock = NSLock()
    private var calls: [(report: CallReport, outcome: String)] = []

    func add(_ report: CallReport, _ outcome: String) {
        lock.withLock { calls.append((report, outcome)) }
    }

    var all: [(report: CallReport, outcome: String)] { lock.withLock { calls } }
    var outcomes: [String] { all.map(\.outcome) }
}

/// A tenant with a client secret in a file of its own.
func withSecretTenant(
    secret: String = "canary-secret", _ body: (_ tenant: TestTenant, _ file: String) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let file = directory + "/client-secret"
        try write(secret, to: file)
        try await body(TestTenant(.clientSecret(file: file)), file)
    }
}

/// Writes by replacement, so that the inode changes as it does with every careful tool.
func write(_ text: String, to path: String, mode: Int = 0o600) throws {
    let temporary = path + ".tmp"
    try Data(text.utf8).write(to: URL(fileURLWithPath: temporary))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: temporary)
    guard rename(temporary, path) == 0 else { throw POSIXError(.EIO) }
}
