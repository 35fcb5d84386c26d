import Foundation
import LazaretCore
import LoopbackHTTPServer

/// A client-credentials request to the authority, judged. (defender-api, section 1.4)
struct TokenRequest: Hashable, Sendable {
    var client: String
    /// The resource the token is for, without `/.default`.
    var audience: String

    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    init(
        _ request: ServerRequest, tenant: String, endpoint: AuthorityEndpoint, access: AccessOptions, at now: Instant
    ) throws(TokenError) {
        let isForm = request.headers["Content-Type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded")
        let text = isForm == true ? String(decoding: request.body, as: UTF8.self) : ""
        let fields = Dictionary(ServerRequest.formItems(text).map { ($0.name, $0.value) }) { first, _ in first }
        guard let type = fields["grant_type"] else { throw .missing("grant_type") }
        guard type == "client_credentials" else { throw .grantType(type) }
        if let known = access.tenant, known.lowercased() != tenant.lowercased() { throw .tenant(tenant) }
        let basic = Self.basic(request.headers["Authorization"])
        guard let client = fields["client_id"] ?? basic?.client, !client.isEmpty else { throw .missing("client_id") }
        if let known = access.client, known.lowercased() != client.lowercased() { throw .application(client, tenant) }
        self.client = client
        audience = try Self.audience(fields, endpoint)
        if let assertion = fields["client_assertion"] {
            guard fields["client_assertion_type"] == Self.assertionType else {
                throw .missing("client_assertion_type")
            }
            try ClientAssertion.check(assertion, client: client, at: now)
        } else {
            guard let secret = fields["client_secret"] ?? basic?.secret else { throw .noCredential }
            guard !secret.isEmpty, secret == access.clientSecret ?? secret else { throw .secret(client) }
        }
    }

    private static func audience(
        _ fields: [String: String], _ endpoint: AuthorityEndpoint
    ) throws(TokenError) -> String {
        switch endpoint {
        case .v1:
            guard let resource = fields["resource"], !resource.isEmpty else { throw .missing("resource") }
            return resource
        case .v2:
            guard let scope = fields["scope"] else { throw .missing("scope") }
            let suffix = "/.default"
            guard scope.hasSuffix(suffix), scope.count > suffix.count, !scope.contains(" ") else { throw .scope(scope) }
            return String(scope.dropLast(suffix.count))
        }
    }

    private static func basic(_ header: String?) -> (client: String, secret: String)? {
        guard let header, header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        // RFC 6749, section 2.3.1: both halves are form-encoded first.
        let decoded = parts.map { ServerRequest.formItems("v=\($0)").first?.value ?? "" }
        return (decoded[0], decoded[1])
    }
}

/// `/oauth2/v2.0/token` takes a scope, the older `/oauth2/token` a resource.
enum AuthorityEndpoint: Hashable, Sendable {
    case v1, v2
}
