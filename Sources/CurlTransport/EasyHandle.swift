import CCurl
import HTTPTransport

/// One libcurl easy handle, used for one exchange after another; confined to the curl thread.
///
/// What is the same for every exchange is set once, here; what differs from the one before is set by `prepare`, and what belongs
/// to one alone is taken back by `clear`.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    let trust: TrustStore
    /// What it is used for, and where it stands among those that run: the loop's.
    var exchange: Exchange?
    var place = 0
    private let passTime: PassTime
    private let errorText: UnsafeMutablePointer<CChar>
    /// The URL as libcurl's own parser has read it. Else it would read it anew for each exchange.
    private let parsedURL: OpaquePointer
    private let limits: ReplyCollector.Limits
    private var told = Told()
    // libcurl reads both in place.
    private var headers: HeaderList?
    private var body: WipedBytes?
    // Written by the callbacks, between `prepare` and `clear`.
    private var reply: ReplyCollector
    private var sends = 0
    private var maySendAgain = false
    private var resendRefused = false
    private(set) var lastPiece: ContinuousClock.Instant?

    init(
        _ settings: TransportSettings, trust: TrustStore, passTime: PassTime = PassTime()
    ) throws(TransportError) {
        guard let pointer = curl_easy_init() else { throw .library("curl_easy_init", CURLE_FAILED_INIT) }
        guard let parsedURL = curl_url() else {
            curl_easy_cleanup(pointer)
            throw .library("curl_url", CURLE_OUT_OF_MEMORY)
        }
        self.pointer = pointer
        self.parsedURL = parsedURL
        self.trust = trust
        self.passTime = passTime
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        limits = ReplyCollector.Limits(
            headerCount: settings.maximumHeaderCount, headerBytes: settings.maximumHeaderBytes,
            bodyBytes: settings.maximumReplyBytes)
        reply = ReplyCollector(limits: limits)
        try set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        try setCallbacks()
        try setLimits(settings)
        try setTrust(settings)
        try setProtocol(settings)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_url_cleanup(parsedURL)
        errorText.deallocate()
    }

    /// The object behind a handle that libcurl names.
    static func of(_ pointer: UnsafeMutableRawPointer) -> EasyHandle? {
        var context: UnsafeMutablePointer<CChar>?
        guard lz_easy_getinfo_private(pointer, &context) == CURLE_OK, let context else { return nil }
        return Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    }

    /// Sets everything that differs between exchanges, whatever the one before has left.
    func prepare(_ request: PreparedRequest, remaining: Duration) throws(TransportError) {
        errorText[0] = 0
        sends = 0
        resendRefused = false
        lastPiece = nil
        maySendAgain = request.maySendAgain
        try set(CURLOPT_TIMEOUT_MS, remaining.timerMilliseconds)
        if told.url != request.url { try setURL(request.url) }
        let scheme = request.destination.scheme
        if told.scheme != scheme {
            try set(CURLOPT_PROTOCOLS_STR, scheme.rawValue)
            // Through a proxy without a tunnel a challenge would mean a second send.
            try set(CURLOPT_PROXYAUTH, scheme == .https ? lz_auth_tunnel : lz_auth_basic)
        }
        if told.freshConnection != request.freshConnection {
            try set(CURLOPT_FRESH_CONNECT, request.freshConnection)
            try set(CURLOPT_FORBID_REUSE, request.freshConnection)
        }
        if told.route != request.route { try setRoute(request.route) }
        if told.method != request.method { try setMethod(request.method) }
        told = Told(request)
        if request.method == .post { try setBody(request.body) }
        if let headers = request.headers {
            self.headers = headers
            try set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers.first))
        }
    }

    /// Lets go of what belongs to the exchange that has ended. Throws where the handle must not be used again.
    func clear() throws(TransportError) {
        if headers != nil {
            try set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer?.none)
            headers = nil
        }
        if body != nil {
            // This makes libcurl's method POST, which it was.
            try set(CURLOPT_POSTFIELDS, UnsafeMutableRawPointer?.none)
            body = nil
        }
        reply = ReplyCollector(limits: limits)
    }

    /// After the last byte: the answer, or what libcurl's `code` and the evidence make of it.
    func result(
        _ code: CURLcode, operation: @autoclosure () -> String
    ) -> Exchange.Answer {
        guard code == CURLE_OK else { return .failure(failure(code).error(operation())) }
        var status = 0
        let asked = lz_easy_getinfo_long(pointer, CURLINFO_RESPONSE_CODE, &status)
        guard asked == CURLE_OK else { return .failure(failure(asked).error(operation())) }
        return .success(Reply(status: status, head: reply.head, body: reply.body))
    }

    /// Whether a byte of the request may have left, as far as the exchange has come.
    var requestMayHaveLeft: Bool { sends > 0 }

    /// libcurl 7.88 counts the re-sends of all exchanges of a handle together, and gives up after the fifth: a handle that
    /// has seen one is not used again.
    var isReusable: Bool { sends < 2 && !resendRefused }

    private func failure(_ code: CURLcode) -> CurlOutcome {
        var tunnelStatus = 0
        let asked = lz_easy_getinfo_long(pointer, CURLINFO_HTTP_CONNECTCODE, &tunnelStatus)
        return CurlOutcome(
            code: code, text: String(cString: errorText), sends: sends, resendRefused: resendRefused,
            tunnelStatus: asked == CURLE_OK ? tunnelStatus : 0, replyRefusal: reply.refusal)
    }

    /// As parts, which each exchange uses, and as text, which libcurl would else keep of an earlier one and take for a second go.
    private func setURL(_ url: String) throws(TransportError) {
        // Where this fails, neither may be used.
        told.url = nil
        let code = curl_url_set(parsedURL, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
        if code == CURLUE_OUT_OF_MEMORY { throw .library("curl_url_set", CURLE_OUT_OF_MEMORY) }
        guard code == CURLUE_OK else {
            throw .refused("the URL: \(String(cString: curl_url_strerror(code)))")
        }
        try set(CURLOPT_URL, url)
        try set(CURLOPT_CURLU, UnsafeMutableRawPointer(parsedURL))
    }

    private func setMethod(_ method: HTTPRequest.Method) throws(TransportError) {
        switch method {
        case .get: try set(CURLOPT_HTTPGET, true)
        case .post: try set(CURLOPT_POST, true)
        }
    }

    private func setBody(_ body: WipedBytes) throws(TransportError) {
        self.body = body
        try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: curl_off_t(body.count))
        try set(CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.address))
    }
}

// MARK: - What libcurl calls

extension EasyHandle {
    /// The prerequest callback: the connection stands and the request is about to be written.
    func mayGoAhead() -> Bool {
        guard sends == 0 || maySendAgain else {
            resendRefused = true
            return false
        }
        sends += 1
        return true
    }

    func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
        lastPiece = passTime.now
        return reply.take(headerLine: line)
    }

    func take(body piece: UnsafeRawBufferPointer) -> Bool {
        lastPiece = passTime.now
        return reply.take(body: piece)
    }
}

/// What libcurl has been told of one exchange and still holds at the next: setting it again would be work for nothing.
private struct Told {
    var url: String?
    var scheme: Destination.Scheme?
    var route: ProxyRoute?
    var method: HTTPRequest.Method?
    var freshConnection: Bool?

    init() {}

    init(_ request: PreparedRequest) {
        url = request.url
        scheme = request.destination.scheme
        route = request.route
        method = request.method
        freshConnection = request.freshConnection
    }
}
