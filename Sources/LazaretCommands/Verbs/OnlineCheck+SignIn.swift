import Configuration
import DefenderAPI
import LazaretCore

/// What signing in has shown, as rows: the failure, or whom the token is for and what it allows.
enum SignInRows {
    /// The resource on which the roles are granted (defender-api, section 1.4).
    private static let resource = "WindowsDefenderATP (fc780465-2017-40d4-a0c5-307022471b92)"
    private static let resourceID = "fc780465-2017-40d4-a0c5-307022471b92"

    static func failure(_ failure: TokenFailure, tenant: TenantSection) -> Finding {
        guard let help = SignInHelp(code: failure.code) else {
            let row = Finding("sign-in", tenant.name, .wrong, failure.message, remedy: remedy(failure, tenant))
            return failure.kind == .unavailable ? row.aboutReaching() : row
        }
        return Finding("sign-in", tenant.name, .wrong, "\(failure.code): \(help.meaning)", remedy: help.remedy)
    }

    private static func remedy(_ failure: TokenFailure, _ tenant: TenantSection) -> String {
        switch failure.kind {
        case .credential: "the credential row says what is wrong with the file"
        case .unavailable:
            if case .managedIdentity = tenant.credential {
                "instance metadata answers on Azure virtual machines alone; elsewhere use another kind of credential"
            } else {
                "see the rows about \(tenant.authority); it may also pass by itself"
            }
        case .refused: "look the code up in Entra's sign-in logs (Service principal sign-ins)"
        case .cancelled: ""
        }
    }

    /// `skew`: how far the sign-in server is ahead.
    static func clock(_ skew: Duration?, _ tenant: TenantSection) -> Finding {
        guard let skew else { return Finding("clock", tenant.name, .note, "the sign-in server does not tell its time") }
        let seconds = skew.milliseconds / 1000
        guard abs(seconds) >= 30 else {
            return Finding("clock", tenant.name, .ok, "agrees with the sign-in server's to \(max(1, abs(seconds))) s")
        }
        return Finding(
            "clock", tenant.name, .note,
            "this machine is \(abs(seconds)) s \(seconds > 0 ? "behind" : "ahead of") the sign-in server",
            remedy: "set this machine's clock (timedatectl set-ntp true): from 300 s on, certificates and federated "
                + "tokens are refused")
    }

    static func token(
        _ claims: AccessTokenClaims?, tenant: TenantSection, lookups: LookupRules
    ) -> [Finding] {
        guard let claims else {
            return [Finding("audience", tenant.name, .note, "the token cannot be read; the read call shows its worth")]
        }
        var needed = RequiredRole.all(for: .submit).map { (role: $0, why: "to quarantine") }
        for operation in [LazaretCore.Operation.machine, .file] where lookups.asks(operation) {
            for role in RequiredRole.all(for: operation) where !needed.contains(where: { $0.role == role }) {
                needed.append((role, "for policy.lookups"))
            }
        }
        return [audience(claims, tenant)] + needed.map { role($0.role, $0.why, claims, tenant) }
    }

    private static func audience(_ claims: AccessTokenClaims, _ tenant: TenantSection) -> Finding {
        guard let audience = claims.audience else {
            return Finding("audience", tenant.name, .note, "the token does not say whom it is for")
        }
        let wanted = tenant.scope.hasSuffix("/.default") ? String(tenant.scope.dropLast(9)) : tenant.scope
        if isDefender(audience, tenant) { return Finding("audience", tenant.name, .ok, audience) }
        let remedy = "set scope to \(tenant.cloud.scope), the one of cloud \(tenant.cloud.rawValue)"
        // What was asked for by name, and what nobody can judge from outside: the read call does.
        if audience == wanted, !isAnotherService(audience) {
            return Finding(
                "audience", tenant.name, .note, "\(audience) is none that Defender is known by",
                remedy: "where the read call is refused: " + remedy)
        }
        return Finding("audience", tenant.name, .wrong, "\(audience) is not Defender for Endpoint", remedy: remedy)
    }

    private static func isDefender(_ audience: String, _ tenant: TenantSection) -> Bool {
        let name = audience.lowercased()
        let host = name.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let domains = [
            "securitycenter.microsoft.com", "security.microsoft.com", "securitycenter.windows.com",
            "securitycenter.microsoft.us", "security.microsoft.us", "securitycenter.onmicrosoft.com",
            "securitycenter.onmicrosoft.us",
        ]
        return name == resourceID || name == tenant.apiBase.lowercased()
            || domains.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    /// Microsoft Graph and Azure's management, by name and by number: the likely mistakes.
    private static func isAnotherService(_ audience: String) -> Bool {
        let name = audience.lowercased()
        return ["graph.microsoft", "management.azure", "management.core", "00000003-0000-0000-c000", "797f4846-ba00"]
            .contains { name.contains($0) }
    }

    private static func role(
        _ role: RequiredRole, _ why: String, _ claims: AccessTokenClaims, _ tenant: TenantSection
    ) -> Finding {
        guard !role.isGranted(by: claims.roles) else {
            return Finding("role", tenant.name, .ok, "\(role): granted")
        }
        let permission = role.anyOf.first ?? ""
        let remedy: String
        if case .managedIdentity = tenant.credential {
            remedy =
                "assign the app role \(permission) of \(resource) to the identity's service principal "
                + "(New-MgServicePrincipalAppRoleAssignment), then wait for a new token"
        } else {
            remedy =
                "grant the application permission \(permission) on \(resource) to the application \(tenant.clientID) "
                + "in Entra (App registrations, API permissions, APIs my organization uses), with admin consent"
        }
        return Finding("role", tenant.name, .wrong, "\(role): missing, needed \(why)", remedy: remedy)
    }
}
