import LoopbackHTTPServer

/// Defender's error answers: codes as documented, texts in its manner. (defender-api, section 3)
struct APIError: Error, Hashable, Sendable {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static let unauthorized = APIError(401, "Unauthorized", "The access token is missing, invalid or expired.")
    static let active = APIError(400, "ActiveRequestAlreadyExists", "Action is already in progress")
    static let invalidBody = APIError(400, "InvalidRequestBody", "Request body is incorrect.")
    static let disabledFeature = APIError(403, "DisabledFeature", "Tenant feature is not enabled.")
    static let tooMany = APIError(429, "TooManyRequests", "Response will represent reaching quota limit.")

    static func machine(_ id: String) -> APIError { APIError(404, "ResourceNotFound", "Machine \(id) was not found") }
    static func action(_ id: String) -> APIError {
        APIError(404, "ResourceNotFound", "Machine action \(id) was not found")
    }
    static func file(_ hash: String) -> APIError { APIError(404, "ResourceNotFound", "File \(hash) was not found") }
    static func missing(_ parameter: String) -> APIError {
        APIError(400, "MissingRequiredParameter", "Parameter \(parameter) is missing.")
    }
    static func hash(_ hash: String) -> APIError { APIError(400, "InvalidHashValue", "Hash \(hash) is invalid.") }
    static func odata(_ why: String) -> APIError { APIError(400, "ODataError", "Invalid OData URI query: \(why)") }
    static func input(_ why: String) -> APIError { APIError(400, "InvalidInput", why) }

    /// One of the two wordings seen. (defender-api, section 3.3)
    static func missingRole(_ role: String, has roles: Set<String>) -> APIError {
        let own = roles.sorted().joined(separator: ",")
        return APIError(
            403, "Forbidden", "Missing application roles. API required roles: \(role), application roles: \(own).")
    }

    /// The other one.
    static func missingPermission(_ permissions: [String]) -> APIError {
        APIError(
            403, "Forbidden",
            "The application does not have any of the required application permissions "
                + "(\(permissions.joined(separator: ", "))) to access the resource.")
    }

    func response(target: String) -> ServerResponse {
        let error: JSONValue = .object([
            .init("code", .string(code)), .init("message", .string(message)), .init("target", .string(target)),
        ])
        return ServerResponse(json: .object([.init("error", error)]), status: status)
    }
}

extension ServerResponse {
    init(json: JSONValue, status: Int) {
        self.init(
            status: status, headers: ["Content-Type": "application/json; odata.metadata=minimal"], body: json.bytes)
    }
}
