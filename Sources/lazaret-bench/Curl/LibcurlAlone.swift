import ArgumentParser
import CCurl
import CurlTransport
import Glibc

/// libcurl driven by one thread with `curl_multi_poll` and `curl_multi_perform`, and nothing else: no callers to hand anything to,
/// no limits, answers thrown away. What `CurlTransport` costs above this is its own; below it there is nothing to win.
enum LibcurlAlone {
    /// Blocks for `seconds`.
    static func measure(_ target: CurlTarget, concurrency: Int, seconds: Int) throws -> Load {
        // The transport starts libcurl, with the memory functions that the program uses.
        _ = try CurlTransport()
        guard let multi = curl_multi_init() else { throw ValidationError("curl_multi_init") }
        defer { curl_multi_cleanup(multi) }
        _ = lz_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, 2 * concurrency)
        var headers: UnsafeMutablePointer<curl_slist>?
        for line in target.headerLines { headers = curl_slist_append(headers, line) }
        defer { curl_slist_free_all(headers) }
        let handles = try (0..<concurrency).map { _ in try handle(target, headers) }
        defer { for easy in handles { curl_easy_cleanup(easy) } }

        let clock = ContinuousClock()
        let usage = CPUTime.now(of: RUSAGE_SELF)
        let begin = clock.now
        let end = begin + .seconds(seconds)
        for easy in handles { curl_multi_add_handle(multi, easy) }
        var done = 0
        while clock.now < end {
            var running: Int32 = 0
            repeat {
                let driven = curl_multi_perform(multi, &running)
                guard driven == CURLM_OK else { throw ValidationError("curl_multi_perform: \(driven.rawValue)") }
            } while try again(multi, target, &done)
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
        let load = Load(requests: done, duration: clock.now - begin, cpu: CPUTime.now(of: RUSAGE_SELF) - usage)
        for easy in handles { curl_multi_remove_handle(multi, easy) }
        return load
    }

    /// Sets every finished handle to work again; false where there is none.
    private static func again(
        _ multi: UnsafeMutableRawPointer, _ target: CurlTarget, _ done: inout Int
    ) throws -> Bool {
        var left: Int32 = 0
        var isAnyDone = false
        while let message = curl_multi_info_read(multi, &left) {
            guard let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            var status = 0
            _ = lz_easy_getinfo_long(easy, CURLINFO_RESPONSE_CODE, &status)
            guard code == CURLE_OK, status == target.status else {
                throw ValidationError("libcurl alone: curl \(code.rawValue), status \(status)")
            }
            curl_multi_remove_handle(multi, easy)
            curl_multi_add_handle(multi, easy)
            done += 1
            isAnyDone = true
        }
        return isAnyDone
    }

    private static func handle(
        _ target: CurlTarget, _ headers: UnsafeMutablePointer<curl_slist>?
    ) throws -> UnsafeMutableRawPointer {
        guard let easy = curl_easy_init() else { throw ValidationError("curl_easy_init") }
        var codes = [
            lz_easy_setopt_string(easy, CURLOPT_URL, target.url),
            lz_easy_setopt_pointer(easy, CURLOPT_HTTPHEADER, headers),
            lz_easy_setopt_long(easy, CURLOPT_NOSIGNAL, 1),
            lz_easy_setopt_long(easy, CURLOPT_TIMEOUT_MS, 60_000),
            lz_easy_setopt_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10),
            lz_easy_setopt_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            lz_easy_setopt_write(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count },
        ]
        if let file = target.caFile { codes.append(lz_easy_setopt_string(easy, CURLOPT_CAINFO, file)) }
        guard codes.allSatisfy({ $0 == CURLE_OK }) else { throw ValidationError("curl_easy_setopt: \(codes)") }
        return easy
    }
}
