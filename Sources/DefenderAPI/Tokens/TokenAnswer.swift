import HTTPTransport

/// What the token endpoint's answer holds; the body itself goes no further than here.
struct TokenAnswer: Sendable {
    var token: Secret
    /// As the endpoint gives it, clamped to a day; never negative.
    var life: Duration

    /// For an answer that does not say how long the token lives.
    private static let unknownLife: Int64 = 300
    private static let longestLife: Int64 = 86_400

    /// `isMetadata`: the instance metadata service, which has a retry rule of its own (defender-api, section 1.4).
    static func read(_ response: HTTPResponse, isMetadata: Bool) throws(TokenFailure) -> TokenAnswer {
        guard response.status == 200 else { throw failure(response, isMetadata: isMetadata) }
        guard let object = LenientObject(response.body), let token = object.string("access_token"), !token.isEmpty
        else { throw nonsense("the token endpoint answered 200 without a token") }
        guard object.string("token_type").map({ $0.lowercased() == "bearer" }) ?? true, isOneHeaderValue(token) else {
            throw nonsense("the token endpoint answered with something that is no bearer token")
        }
        let life = min(object.integer("expires_in") ?? unknownLife, longestLife)
        guard life > 0 else { throw nonsense("the token endpoint gave a token that has already expired") }
        return TokenAnswer(token: Secret(token), life: .seconds(life))
    }

    /// The characters of RFC 6750's `b64token`.
    private static func isOneHeaderValue(_ token: String) -> Bool {
        token.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122: true
            default: "-._~+/=".utf8.contains(byte)
            }
        }
    }

    private static func nonsense(_ message: String) -> TokenFailure {
        TokenFailure(.unavailable, code: "unreadable_answer", message: message)
    }

    private static func failure(_ response: HTTPResponse, isMetadata: Bool) -> TokenFailure {
        let source = isMetadata ? "the instance metadata service" : "the token endpoint"
        let status = response.status
        let error = EntraError(response.body)
        let code = error?.label ?? "http_\(status)"
        let passes =
            switch status {
            case 404 where isMetadata, 410 where isMetadata: true
            case 408, 429, 500...599: true
            case 400...499: (error == nil && !isMetadata) || (error?.isTransient ?? false)
            default: true
            }
        if passes {
            let reason = error.map { ": " + $0.explanation } ?? ""
            return TokenFailure(.unavailable, code: code, message: "\(source) answered \(status)\(reason)")
        }
        let explanation = error?.explanation ?? "status \(status)"
        let whose = isMetadata ? "\(source) refused" : "Entra refused the credential"
        return TokenFailure(.refused, code: code, message: "\(whose): \(explanation)")
    }
}
