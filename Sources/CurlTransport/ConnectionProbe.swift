import CCurl
public import HTTPTransport

/// What a connection to a host looks like before any request is made: for `check --online`.
public struct ConnectionReport: Sendable {
    /// Scheme, host and port that were asked for.
    public var origin: String
    /// The proxy on the way, as configured or as the environment names it. Nil: none.
    public var proxy: String?
    /// The numeric address of the peer, which is the proxy's where there is one. Nil where nothing was connected.
    public var address: String?
    /// The server's chain, its own certificate first, as it arrived here. Empty for clear text, and where TLS was not reached.
    public var chain: [PeerCertificate]
    /// Why there is no usable connection; nil where there is one.
    public var failure: TransportError?

    public init(
        origin: String, proxy: String? = nil, address: String? = nil, chain: [PeerCertificate] = [],
        failure: TransportError? = nil
    ) {
        self.origin = origin
        self.proxy = proxy
        self.address = address
        self.chain = chain
        self.failure = failure
    }
}

/// Connects as ``CurlTransport`` would, TLS handshake included, and hangs up. No byte of any request leaves.
public enum ConnectionProbe {
    /// Takes a thread for as long as it lasts, at most twice the connect timeout. Throws for settings or a URL that no
    /// connection can be made with; a connection that fails is a report.
    public static func run(
        _ url: String, settings: TransportSettings, environment: [String: String]
    ) async throws(TransportError) -> ConnectionReport {
        try CurlLibrary.start()
        try settings.validate()
        let request = try PreparedRequest(
            HTTPRequest(method: .get, url: url, isolated: true), Directions(settings))
        let proxy = request.route.proxy(to: request.destination.host, environment: environment)
        let result: Result<ConnectionReport, TransportError> = await withCheckedContinuation { done in
            do throws(TransportError) {
                try DedicatedThread.start {
                    CurlLoop.blockBrokenPipe()
                    done.resume(
                        returning: Result { () throws(TransportError) in
                            try report(request, settings: settings, proxy: proxy)
                        })
                }
            } catch {
                done.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    private static func report(
        _ request: PreparedRequest, settings: TransportSettings, proxy: String?
    ) throws(TransportError) -> ConnectionReport {
        let trust = try TrustStore(settings)
        let easy = try EasyHandle(settings, trust: trust)
        let code = try connect(easy, request, settings)
        var address: UnsafePointer<CChar>?
        let asked = lz_easy_getinfo_string(easy.pointer, CURLINFO_PRIMARY_IP, &address)
        var report = ConnectionReport(
            origin: request.destination.origin, proxy: proxy,
            address: asked == CURLE_OK ? address.map { String(cString: $0) } : nil,
            chain: PeerCertificate.chain(of: easy.pointer))
        if report.address?.isEmpty == true { report.address = nil }
        if case .failure(let failure) = easy.result(code, operation: "CONNECT \(request.destination.origin)") {
            report.failure = failure
            if failure.kind == .tls { report.chain = try shownChain(request, settings, trust) }
        }
        return report
    }

    private static func connect(
        _ easy: EasyHandle, _ request: PreparedRequest, _ settings: TransportSettings
    ) throws(TransportError) -> CURLcode {
        try easy.prepare(request, remaining: settings.connectTimeout)
        try easy.set(CURLOPT_CONNECT_ONLY, true)
        try easy.set(CURLOPT_CERTINFO, true)
        return curl_easy_perform(easy.pointer)
    }

    /// What a peer showed whose certificate was refused. OpenSSL gives a refused chain to nobody, so this is the one
    /// handshake that judges nothing: the handle can connect and nothing else, and goes at the end of this function.
    private static func shownChain(
        _ request: PreparedRequest, _ settings: TransportSettings, _ trust: TrustStore
    ) throws(TransportError) -> [PeerCertificate] {
        let easy = try EasyHandle(settings, trust: trust)
        try easy.set(CURLOPT_SSL_VERIFYPEER, false)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 0)
        // Where this fails too (no common TLS version, say), there is no chain to show; the first failure tells why.
        _ = try connect(easy, request, settings)
        return PeerCertificate.chain(of: easy.pointer)
    }
}
