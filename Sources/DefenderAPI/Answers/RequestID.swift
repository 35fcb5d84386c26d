import HTTPTransport

/// What Microsoft's support asks for.
enum RequestID {
    private static let headers = ["request-id", "x-ms-request-id", "x-request-id", "x-ms-correlation-id"]

    /// `error.target`, else the first request-id header.
    static func of(_ response: HTTPResponse, target: String?) -> String? {
        if let target { return target }
        for name in headers {
            if let value = response.header(name), !value.isEmpty { return ReadableText.cleaned(value, limit: 100) }
        }
        return nil
    }
}
