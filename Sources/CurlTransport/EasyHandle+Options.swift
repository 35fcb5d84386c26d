import CCurl
import HTTPTransport

// MARK: - The same for every exchange

extension EasyHandle {
    /// libcurl hands each callback this object back, without owning it; it outlives its easy handle.
    func setCallbacks() throws(TransportError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(
            lz_easy_setopt_write(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let context, let bytes else { return size * count == 0 ? 0 : CURL_WRITEFUNC_REFUSED }
                let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return handle.take(body: piece) ? piece.count : CURL_WRITEFUNC_REFUSED
            }, CURLOPT_WRITEFUNCTION)
        try set(CURLOPT_WRITEDATA, context)
        try check(
            lz_easy_setopt_write(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let context, let bytes else { return size * count == 0 ? 0 : CURL_WRITEFUNC_REFUSED }
                let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return handle.take(headerLine: line) ? line.count : CURL_WRITEFUNC_REFUSED
            }, CURLOPT_HEADERFUNCTION)
        try set(CURLOPT_HEADERDATA, context)
        try check(
            lz_easy_setopt_prereq(pointer, CURLOPT_PREREQFUNCTION) { context, _, _, _, _ in
                guard let context else { return CURL_PREREQFUNC_ABORT }
                let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
                return handle.mayGoAhead() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }, CURLOPT_PREREQFUNCTION)
        try set(CURLOPT_PREREQDATA, context)
        try set(CURLOPT_PRIVATE, context)
    }

    func setLimits(_ settings: TransportSettings) throws(TransportError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.timerMilliseconds)
        try set(CURLOPT_MAXFILESIZE_LARGE, offset: curl_off_t(settings.maximumReplyBytes))
        try set(CURLOPT_NOSIGNAL, true)
        // Else a transfer that ends while its name is being resolved would stop the thread until the resolver answers.
        try set(CURLOPT_QUICK_EXIT, true)
        try set(CURLOPT_TCP_KEEPALIVE, true)
        // Over TLS it has one for each exchange, and a new one each time: the smallest that there is (by default 64 KiB), else as many
        // as run at once grow and shrink the heap. Hardly a request of ours is longer.
        try set(CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10)
    }

    func setTrust(_ settings: TransportSettings) throws(TransportError) {
        let floor =
            switch settings.minimumTLS {
            case .v1_2: Int(CURL_SSLVERSION_TLSv1_2)
            case .v1_3: Int(CURL_SSLVERSION_TLSv1_3)
            }
        try set(CURLOPT_SSLVERSION, floor)
        try set(CURLOPT_PROXY_SSLVERSION, floor)
        try set(CURLOPT_SSL_VERIFYPEER, true)
        try set(CURLOPT_PROXY_SSL_VERIFYPEER, true)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_PROXY_SSL_VERIFYHOST, 2)
        // `trust` lives at least as long as this handle.
        if let file = trust.path {
            try set(CURLOPT_CAINFO, file)
            try set(CURLOPT_PROXY_CAINFO, file)
            try set(CURLOPT_CA_CACHE_TIMEOUT, TrustStore.secondsOfCache)
        }
        if !trust.searchesDirectory {
            try set(CURLOPT_CAPATH, String?.none)
            try set(CURLOPT_PROXY_CAPATH, String?.none)
        }
    }

    func setProtocol(_ settings: TransportSettings) throws(TransportError) {
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_USERAGENT, settings.userAgent)
        try set(CURLOPT_FOLLOWLOCATION, false)
        try set(CURLOPT_REDIR_PROTOCOLS_STR, "https")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        // Our headers are for the server, not for the proxy's CONNECT.
        try set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        if let credential = settings.proxyCredential {
            try set(CURLOPT_PROXYUSERNAME, ProxyCredential.percentEncoded(credential.user))
            try set(CURLOPT_PROXYPASSWORD, ProxyCredential.percentEncoded(credential.password))
        }
    }

    func setRoute(_ route: ProxyRoute) throws(TransportError) {
        switch route {
        case .direct:
            try set(CURLOPT_PROXY, "")
            try set(CURLOPT_NOPROXY, "*")
        case .configured(let proxy, let noProxy):
            try set(CURLOPT_PROXY, proxy)
            try set(CURLOPT_NOPROXY, noProxy)
        case .environment(let noProxy):
            try set(CURLOPT_PROXY, String?.none)
            try set(CURLOPT_NOPROXY, noProxy)
        }
    }
}

/// What a write callback returns to end the transfer: never the size of a piece.
private let CURL_WRITEFUNC_REFUSED = Int(bitPattern: UInt.max)

// MARK: - One place for each kind of value, one place for the check

extension EasyHandle {
    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(lz_easy_setopt_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Bool) throws(TransportError) {
        try check(lz_easy_setopt_long(pointer, option, value ? 1 : 0), option)
    }

    func set(_ option: CURLoption, offset value: curl_off_t) throws(TransportError) {
        try check(lz_easy_setopt_off(pointer, option, value), option)
    }

    /// libcurl keeps a copy. Nil goes back to libcurl's default.
    func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(lz_easy_setopt_string(pointer, option, value), option)
    }

    /// libcurl keeps the address alone.
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) throws(TransportError) {
        try check(lz_easy_setopt_pointer(pointer, option, value), option)
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(TransportError) {
        guard code != CURLE_OK else { return }
        let known = curl_easy_option_by_id(option)
        let name = known.map { String(cString: $0.pointee.name) } ?? String(option.rawValue)
        throw .library("CURLOPT_\(name)", code)
    }
}

extension Duration {
    /// For libcurl's timers, in which 0 would mean "none": at least 1 ms, at most 24 days.
    var timerMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
