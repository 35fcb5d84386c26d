import Configuration
import Connecting
import CurlTransport
import DefenderAPI
import Foundation
import HTTPTransport
import LazaretCore
import LinuxSystem

/// `check --online`: connects to each host, signs in to each tenant, reads what the token allows, and lists one MachineAction.
///
/// Tenants are checked side by side: one whose service hangs delays no other. Rows come in the configuration's order.
struct OnlineCheck: Sendable {
    typealias Probe = @Sendable (_ url: String) async -> Result<ConnectionReport, TransportError>

    let configuration: Configuration
    let transport: any HTTPTransport
    let time: any TimeSource
    let trustedDirectory: String?
    let probe: Probe
    /// Called each time that a host or a tenant is done with, never by two at once.
    var stepped: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }

    /// With a transport of its own, over the real network.
    static func run(_ configuration: Configuration, environment: [String: String]) async -> [Finding] {
        let trustedDirectory = environment["CREDENTIALS_DIRECTORY"]
        do {
            let settings = try configuration.transportSettings(trustedDirectory: trustedDirectory)
            let transport = try CurlTransport(settings)
            let progress = Progress("hosts and tenants checked:")
            defer { progress.finish() }
            var check = OnlineCheck(
                configuration: configuration, transport: transport, time: SystemTimeSource(),
                trustedDirectory: trustedDirectory
            ) { url in
                do throws(TransportError) {
                    return .success(
                        try await ConnectionProbe.run(url, settings: settings, environment: environment))
                } catch {
                    return .failure(error)
                }
            }
            check.stepped = { progress.set($0, of: $1) }
            let findings = await check.findings()
            await transport.shutdown()
            return findings
        } catch {
            // `check` has said already why there is no transport.
            return [Finding("online", "", .wrong, "not tried: nothing can be sent with this transport section")]
        }
    }

    func findings() async -> [Finding] {
        let (origins, tenants) = (origins, configuration.tenants)
        let total = origins.count + tenants.count
        stepped(0, total)
        let connections = await all(origins, stepping: { stepped($0, total) }, connection)
        let signIns = await all(tenants, stepping: { stepped(origins.count + $0, total) }, tenant)
        return connections.flatMap { $0 } + signIns.flatMap { $0 }
    }

    /// Each host once, however many tenants share it. Instance metadata is no host to connect to.
    private var origins: [String] {
        var seen: Set<String> = []
        return configuration.tenants.flatMap { tenant in
            if case .managedIdentity = tenant.credential { return [tenant.apiBase] }
            return [tenant.authority, tenant.apiBase]
        }.filter { url in seen.insert(Self.origin(of: url)).inserted }
    }

    private static func origin(of url: String) -> String {
        url.lowercased().split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).prefix(3)
            .joined(separator: "/")
    }

    /// In the order of `items`, at the same time. `stepping` is told how many are done.
    private func all<Item: Sendable>(
        _ items: [Item], stepping: (Int) -> Void, _ body: @escaping @Sendable (Item) async -> [Finding]
    ) async -> [[Finding]] {
        await withTaskGroup(of: (Int, [Finding]).self) { group in
            for (index, item) in items.enumerated() { group.addTask { (index, await body(item)) } }
            var found = Array(repeating: [Finding](), count: items.count)
            var done = 0
            for await (index, findings) in group {
                found[index] = findings
                done += 1
                stepping(done)
            }
            return found
        }
    }

    @Sendable private func tenant(_ tenant: TenantSection) async -> [Finding] {
        let addresses = ServiceAddresses(apiBase: tenant.apiBase, authority: tenant.authority, scope: tenant.scope)
        let tokens = TokenSource(
            grant: TokenGrant(tenantID: tenant.tenantID, clientID: tenant.clientID, addresses: addresses),
            credential: CredentialStore(Credential(tenant.credential), trustedDirectory: trustedDirectory),
            transport: transport, time: time, retry: configuration.retry, chance: { 0.5 },
            newID: { UUID().uuidString }, observer: { _, _ in })
        let claims: AccessTokenClaims?
        do {
            claims = try await tokens.claims()
        } catch {
            let skew = await tokens.status().clockSkew
            return [SignInRows.failure(error, tenant: tenant)] + (skew == nil ? [] : [SignInRows.clock(skew, tenant)])
        }
        var findings = [Finding("sign-in", tenant.name, .ok, "a token, by \(Credential(tenant.credential).kind)")]
        findings.append(SignInRows.clock(await tokens.status().clockSkew, tenant))
        findings += SignInRows.token(claims, tenant: tenant, lookups: configuration.policy.rules.lookups)
        let client = DefenderClient(addresses: addresses, tokens: tokens, transport: transport, time: time)
        findings.append(
            ReadCallRow.of(await client.list(.since(time.now().wall, top: 1, skip: 0)), tenant: tenant))
        return findings
    }

    @Sendable private func connection(_ url: String) async -> [Finding] {
        switch await probe(url) {
        case .success(let report): ConnectionRows.of(report)
        case .failure(let error): [Finding("connect", Self.origin(of: url), .wrong, error.message)]
        }
    }
}
