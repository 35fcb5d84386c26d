import LazaretCore
import Yams

extension ConfigurationReader {
    func tenants(_ root: YAMLSection) -> [TenantSection] {
        guard let sections = root.sections("tenants"), !sections.isEmpty else {
            root.report("tenants", "must hold at least one tenant")
            return []
        }
        let tenants = sections.map(tenant)
        var names: Set<String> = []
        var ids: Set<String> = []
        for (section, tenant) in zip(sections, tenants) {
            if !names.insert(tenant.name).inserted { section.report("name", "\"\(tenant.name)\" is used twice") }
            if !tenant.tenantID.isEmpty, !ids.insert(tenant.tenantID.lowercased()).inserted {
                section.report("tenantId", "is used by two tenants; an alert that names it could go to either")
            }
        }
        return tenants
    }

    private func tenant(_ section: YAMLSection) -> TenantSection {
        let cloud: Cloud = section.choice("cloud", .commercial)
        let tenant = TenantSection(
            name: section.requiredText("name"),
            tenantID: section.requiredText("tenantId"),
            clientID: section.text("clientId"),
            cloud: cloud,
            apiBase: url(section, "apiBase", cloud.apiBase),
            authority: url(section, "authority", cloud.authority),
            scope: section.text("scope", cloud.scope),
            credential: credentialKind(section.section("credential")))
        if !tenant.name.isEmpty, !Self.isName(tenant.name) {
            section.report("name", "is a directory's name too: letters, digits, - _ and . (not first) only")
        }
        if !tenant.tenantID.isEmpty, !Self.isIdentifier(tenant.tenantID) {
            section.report("tenantId", "must be a GUID or a domain name, not \"\(tenant.tenantID)\"")
        }
        if case .managedIdentity = tenant.credential {
        } else if tenant.clientID.isEmpty {
            section.report("clientId", "is required")
        }
        if tenant.scope.isEmpty { section.report("scope", "must not be empty") }
        section.finish()
        return tenant
    }

    private func url(_ section: YAMLSection, _ key: String, _ fallback: String) -> String {
        let text = section.text(key, fallback)
        guard let address = BaseURL(text) else {
            section.report(key, "must be an https:// address (http:// only for a loopback host), not \"\(text)\"")
            return fallback
        }
        return address.text
    }

    private static func isName(_ text: String) -> Bool {
        text.first != "." && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == 45 || byte == 46 || byte == 95
            }
    }

    private static func isIdentifier(_ text: String) -> Bool { isName(text) }
}
