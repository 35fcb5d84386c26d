import Configuration
import Connecting
import DefenderAPI
import HTTPTransport
import LazaretCore

/// One tenant's sign-in and its client, from the configuration.
struct TenantConnection: Sendable {
    let tokens: TokenSource
    let client: DefenderClient

    init(
        _ tenant: TenantSection, transport: any HTTPTransport, log: any CallLog, time: any TimeSource,
        retry: RetryPolicy,
        trustedDirectory: String?, chance: @escaping @Sendable () -> Double, newID: @escaping @Sendable () -> String,
        called: @escaping @Sendable (CallReport, String) -> Void, unrecorded: @escaping @Sendable (any Error) -> Void
    ) {
        let addresses = ServiceAddresses(apiBase: tenant.apiBase, authority: tenant.authority, scope: tenant.scope)
        let name = tenant.name
        tokens = TokenSource(
            grant: TokenGrant(tenantID: tenant.tenantID, clientID: tenant.clientID, addresses: addresses),
            credential: CredentialStore(Credential(tenant.credential), trustedDirectory: trustedDirectory),
            transport: transport, time: time, retry: retry, chance: chance, newID: newID,
            observer: { report, outcome in
                called(report, outcome)
                do { try await Self.record(report, outcome, tenant: name, log: log, time: time) } catch {
                    unrecorded(error)
                }
            })
        client = DefenderClient(addresses: addresses, tokens: tokens, transport: transport, time: time)
    }

    /// A token call's row. It draws on no quota of the Defender API, so nothing hangs on it.
    private static func record(
        _ report: CallReport, _ outcome: String, tenant: String, log: any CallLog, time: any TimeSource
    ) async throws {
        let now = time.now()
        let intent = CallIntent(tenant: tenant, operation: .token, deadline: now.steady)
        let attempt = try await log.begin(intent, at: now)
        try await log.finish(
            FinishedCall(attemptID: attempt, outcome: outcome, report: report, usedQuota: false), at: now)
    }
}
