import LazaretCore
import Yams

extension ConfigurationReader {
    private static let kinds = ["clientSecretFile", "certificateFile", "federatedTokenFile", "managedIdentity"]
    private static let certificateKeys = ["privateKeyFile", "privateKeyPasswordFile", "signature"]

    /// `credential` of a tenant: exactly one kind.
    func credentialKind(_ section: YAMLSection) -> CredentialSection {
        let given = Self.kinds.filter { section.has($0) }
        let secret = section.optionalText("clientSecretFile")
        let certificate = section.optionalText("certificateFile")
        let key = section.optionalText("privateKeyFile")
        let password = section.optionalText("privateKeyPasswordFile")
        let signature: CredentialSection.Signature = section.choice("signature", .ps256)
        let token = section.optionalText("federatedTokenFile")
        let identity = managedIdentity(section)
        defer { section.finish() }
        let none = CredentialSection.managedIdentity(ManagedIdentitySection())
        guard given.count == 1 else {
            let found = given.isEmpty ? "none is given" : "\(given.joined(separator: " and ")) are given"
            section.report(given.last ?? "", "exactly one of \(Self.kinds.joined(separator: ", ")); \(found)")
            return none
        }
        if certificate == nil {
            for other in Self.certificateKeys where section.has(other) {
                section.report(other, "belongs to certificateFile")
            }
        }
        if let secret { return .clientSecret(file: credential(secret)) }
        if let token { return .federatedToken(file: credential(token)) }
        if let certificate {
            guard let key else {
                section.report("privateKeyFile", "is required beside certificateFile")
                return none
            }
            return .certificate(
                file: credential(certificate), privateKey: credential(key), password: password.map(credential),
                signature: signature)
        }
        return identity.map { .managedIdentity($0) } ?? none
    }

    /// `true`, or one of `{clientId: …}`, `{objectId: …}`, `{resourceId: …}`.
    private func managedIdentity(_ section: YAMLSection) -> ManagedIdentitySection? {
        guard let node = section.node("managedIdentity"), !node.isNull else { return nil }
        guard node.mapping != nil else {
            if !section.flag("managedIdentity", false) {
                section.report("managedIdentity", "must be true or {clientId: …}")
            }
            return ManagedIdentitySection()
        }
        let identity = section.section("managedIdentity")
        let value = ManagedIdentitySection(
            clientID: identity.optionalText("clientId"), objectID: identity.optionalText("objectId"),
            resourceID: identity.optionalText("resourceId"))
        if [value.clientID, value.objectID, value.resourceID].compactMap({ $0 }).count > 1 {
            section.report("managedIdentity", "takes at most one of clientId, objectId and resourceId")
        }
        identity.finish()
        return value
    }
}
