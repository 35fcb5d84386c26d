import Configuration
import Connecting
import CurlTransport
import DefenderAPI
import Foundation
import LazaretCore
import LinuxSystem

/// `check --online`: signs in to each tenant, reads the token's roles, and lists one MachineAction.
struct OnlineCheck: Sendable {
    let configuration: Configuration

    func run() async -> [Finding] {
        do {
            let transport = try CurlTransport(try configuration.transport.settings())
            var findings: [Finding] = []
            for tenant in configuration.tenants { findings += await check(tenant, transport) }
            await transport.shutdown()
            return findings
        } catch {
            return [Finding("transport", "", .wrong, "\(error)")]
        }
    }

    private func check(_ tenant: TenantSection, _ transport: CurlTransport) async -> [Finding] {
        let time = SystemTimeSource()
        let addresses = ServiceAddresses(apiBase: tenant.apiBase, authority: tenant.authority, scope: tenant.scope)
        let tokens = TokenSource(
            grant: TokenGrant(tenantID: tenant.tenantID, clientID: tenant.clientID, addresses: addresses),
            credential: CredentialStore(
                Credential(tenant.credential),
                trustedDirectory: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]),
            transport: transport, time: time, retry: configuration.retry, chance: { 0.5 },
            newID: { UUID().uuidString }, observer: { _, _ in })
        var findings: [Finding] = []
        do {
            let claims = try await tokens.claims()
            findings.append(Finding("sign-in", tenant.name, .ok, "a token from \(tenant.authority)"))
            let lookups = configuration.policy.rules.lookups
            let operations: [LazaretCore.Operation] = [.submit] + [.machine, .file].filter { lookups.asks($0) }
            var missing: [String] = []
            for role in operations.flatMap({ claims?.missingRoles(for: $0) ?? [] }) where !missing.contains(role) {
                missing.append(role)
            }
            findings.append(
                missing.isEmpty
                    ? Finding("roles", tenant.name, .ok, "all there")
                    : Finding(
                        "roles", tenant.name, .wrong,
                        "missing \(missing.joined(separator: ", ")): grant it to the application on WindowsDefenderATP, with admin consent"
                    ))
        } catch {
            return [Finding("sign-in", tenant.name, .wrong, "\(error.message)")]
        }
        let client = DefenderClient(addresses: addresses, tokens: tokens, transport: transport, time: time)
        let answer = await client.list(.since(time.now().wall, top: 1, skip: 0))
        switch answer.outcome {
        case .ok: findings.append(Finding("read call", tenant.name, .ok, "\(tenant.apiBase) answers"))
        case .laneFault(let fault): findings.append(Finding("read call", tenant.name, .wrong, fault.message))
        default:
            let message = answer.report.errorMessage ?? answer.report.errorCode ?? "no answer"
            findings.append(Finding("read call", tenant.name, .wrong, message))
        }
        return findings
    }
}
