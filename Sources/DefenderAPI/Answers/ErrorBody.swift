import HTTPTransport

/// What an answer that is no success says about itself.
struct ErrorBody: Hashable, Sendable {
    /// Defender's stable word, `ResourceNotFound`.
    var code: String?
    /// Free text; may change. Bounded, without control characters.
    var message: String?
    /// The GUID of the request, for support.
    var target: String?
    /// A web page in place of an answer: something between us and the service spoke (proxy, gateway, wrong host).
    var isPage = false

    /// Reads Defender's `error` object, the flat form that gateways use, or the beginning of anything else.
    init(_ response: HTTPResponse) {
        guard let object = LenientObject(response.body) else {
            message = ReadableText.snippet(of: response.body)
            isPage = Self.isPage(response)
            return
        }
        let error = object.object("error") ?? object
        code = (error.string("code") ?? object.string("error")).map { ReadableText.cleaned($0, limit: 100) }
        // OData's older form puts the text one level deeper.
        let text = error.string("message") ?? error.object("message")?.string("value")
        message = text.map { ReadableText.cleaned($0) }
        target = error.string("target").map { ReadableText.cleaned($0, limit: 100) }
    }

    /// Letter case aside: the documents' casing is the only sample there is.
    func has(code name: String) -> Bool { code?.lowercased() == name.lowercased() }

    /// The English text stands in for the code where that is absent or different (defender-api, section 4.2, rule 6).
    var saysAlreadyInProgress: Bool { message?.lowercased().contains("already in progress") ?? false }

    private static func isPage(_ response: HTTPResponse) -> Bool {
        if response.header("Content-Type")?.lowercased().contains("html") ?? false { return true }
        return response.body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
    }
}
