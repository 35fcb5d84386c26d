import CCurl
public import HTTPTransport

/// Carries requests with libcurl: one thread of its own, one multi handle, connections shared by all requests that are not
/// isolated.
///
/// `https` only, with verification always on; `http` to loopback hosts, and to instance metadata where the request bypasses
/// proxies. Redirects are answers and are not followed. HTTP/2 where the server offers it over TLS, else HTTP/1.1.
///
/// A request with `isolated` goes out over a connection of its own, and libcurl, which re-sends a request by itself when a
/// kept-alive connection turns out to be dead, is stopped before a second send.
///
/// Call ``shutdown()`` when done. A transport that is released without it ends its thread soon afterwards.
public final class CurlTransport: HTTPTransport {
    private let settings: TransportSettings
    private let directions: Directions
    private let mailbox: Mailbox
    private let clock = ContinuousClock()

    /// Starts the thread. Blocks while `caFile` is read. Throws `.unusable` for settings that cannot be used, `.other` where
    /// libcurl does not start.
    public init(_ settings: TransportSettings = TransportSettings()) throws(TransportError) {
        try CurlLibrary.start()
        try settings.validate()
        // Made here for their errors, and handed over: from now on they belong to the thread.
        nonisolated(unsafe) let trust = try TrustStore(settings)
        nonisolated(unsafe) let multi = try Self.makeMulti(settings)
        let mailbox = Mailbox(multi: multi)
        self.settings = settings
        directions = Directions(settings)
        self.mailbox = mailbox
        do {
            try DedicatedThread.start {
                CurlLoop(multi: multi, mailbox: mailbox, settings: settings, trust: trust).run()
            }
        } catch {
            mailbox.close { curl_multi_cleanup(multi) }
            throw error
        }
    }

    deinit { mailbox.stop() }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await send(PreparedRequest(request, directions))
    }

    func send(_ request: PreparedRequest) async throws(TransportError) -> HTTPResponse {
        let exchange = Exchange(request, deadline: clock.now + settings.timeout)
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { mailbox.submit(exchange, $0) }
        } onCancel: {
            mailbox.cancel(exchange)
        }
        return try answer.get().response
    }

    /// From now on so many exchanges may run at once, in place of `maximumConnections`; at least one. Where that is fewer, those
    /// that run come to their end first.
    public func allow(exchanges: Int) {
        mailbox.allow(exchanges: max(1, exchanges))
    }

    /// Ends every exchange with `.cancelled`, closes every connection and ends the thread. Returns when that is done; may
    /// be called again, and by several at once. Later sends are refused with `.cancelled`.
    public func shutdown() async {
        mailbox.stop()
        await mailbox.waitUntilClosed()
    }

    private static func makeMulti(_ settings: TransportSettings) throws(TransportError) -> UnsafeMutableRawPointer {
        guard let multi = curl_multi_init() else { throw .library("curl_multi_init", CURLM_OUT_OF_MEMORY) }
        let options = [
            (CURLMOPT_MAXCONNECTS, settings.maximumConnections), (CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)),
        ]
        for (option, value) in options {
            let code = lz_multi_setopt_long(multi, option, value)
            guard code == CURLM_OK else {
                curl_multi_cleanup(multi)
                throw .library("curl_multi_setopt \(option.rawValue)", code)
            }
        }
        // From then on a sleeping thread can be woken: the loop relies on it.
        let woken = curl_multi_wakeup(multi)
        guard woken == CURLM_OK else {
            curl_multi_cleanup(multi)
            throw .library("curl_multi_wakeup", woken)
        }
        return multi
    }
}
