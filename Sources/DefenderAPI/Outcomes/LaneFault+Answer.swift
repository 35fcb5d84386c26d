import HTTPTransport
import LazaretCore

extension LaneFault {
    /// The fault that an answer shows, whatever was asked: 401, 403 and redirects. Nil for every other status, and for a 403
    /// that is about one item (`DisallowedOperation`).
    ///
    /// A 403 of an unknown kind, also a proxy's block page, pauses the lane: items stay untouched, which a refusal would not
    /// leave them. Messages are the service's own words (they name the missing roles; defender-api, section 3.3).
    init?(_ response: HTTPResponse) {
        let body = ErrorBody(response)
        switch response.status {
        case 401:
            self.init(.unauthorized, body.message ?? "Defender refuses the token (401)")
        case 403 where body.has(code: "DisallowedOperation"):
            return nil
        case 403 where body.has(code: "DisabledFeature"):
            self.init(.disabledFeature, body.message ?? "the feature is disabled in this tenant (403)")
        case 403:
            self.init(.forbidden, body.message ?? "Defender forbids this call (403)")
        case 300...399:
            let target = response.header("Location").flatMap(Self.host) ?? "an unreadable address"
            self.init(.redirect, "answered \(response.status), a redirect to \(target); redirects are never followed")
        default:
            return nil
        }
    }

    /// Scheme and host of a URL; the rest may hold what nobody should read.
    private static func host(_ location: String) -> String? {
        let parts = location.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return nil }
        let host = parts[2].split(separator: "@").last ?? ""
        return ReadableText.cleaned("\(parts[0])//\(host.prefix { $0 != "?" && $0 != "#" })", limit: 200)
    }
}
