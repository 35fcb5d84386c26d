import LazaretCore
import LoopbackHTTPServer

/// Why the authority gives no token, in its own words and numbers. (defender-api, section 1.4)
struct TokenError: Error, Hashable, Sendable {
    var status: Int
    /// `invalid_client` and the like.
    var error: String
    var number: Int
    var text: String

    static func missing(_ parameter: String) -> TokenError {
        TokenError(
            status: 400, error: "invalid_request", number: 900144,
            text: "The request body must contain the following parameter: '\(parameter)'.")
    }

    static func grantType(_ type: String) -> TokenError {
        TokenError(
            status: 400, error: "unsupported_grant_type", number: 70003,
            text: "The app requested an unsupported grant type '\(type)'.")
    }

    static func scope(_ scope: String) -> TokenError {
        TokenError(
            status: 400, error: "invalid_scope", number: 70011,
            text: "The provided value for the input parameter 'scope' is not valid. The scope \(scope) is not valid.")
    }

    static func tenant(_ tenant: String) -> TokenError {
        TokenError(status: 400, error: "invalid_request", number: 90002, text: "Tenant '\(tenant)' not found.")
    }

    static func application(_ client: String, _ tenant: String) -> TokenError {
        TokenError(
            status: 400, error: "unauthorized_client", number: 700016,
            text: "Application with identifier '\(client)' was not found in the directory '\(tenant)'.")
    }

    static func secret(_ client: String) -> TokenError {
        TokenError(
            status: 401, error: "invalid_client", number: 7_000_215,
            text: "Invalid client secret provided for app '\(client)'.")
    }

    static let noCredential = TokenError(
        status: 401, error: "invalid_client", number: 7_000_218,
        text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")

    static func assertion(_ why: String) -> TokenError {
        TokenError(
            status: 401, error: "invalid_client", number: 700027,
            text: "Client assertion failed signature validation or is malformed: \(why).")
    }

    static let assertionTime = TokenError(
        status: 401, error: "invalid_client", number: 700024,
        text: "Client assertion is not within its valid time range.")

    func response(trace: String, correlation: String, at now: Instant) -> ServerResponse {
        let timestamp = String(now.description.prefix(19).replacing("T", with: " ")) + "Z"
        let body: JSONValue = .object([
            .init("error", .string(error)),
            .init(
                "error_description",
                .string(
                    "AADSTS\(number): \(text) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(timestamp)"
                )
            ),
            .init("error_codes", .array([.integer(Int64(number))])), .init("timestamp", .string(timestamp)),
            .init("trace_id", .string(trace)), .init("correlation_id", .string(correlation)),
        ])
        return ServerResponse(json: body, status: status)
    }
}
