import CCurl
import HTTPTransport

/// libcurl as a whole: started once in a process, and looked at before it is relied on.
enum CurlLibrary {
    /// CURLOPT_QUICK_EXIT and CURLOPT_PROTOCOLS_STR are there from 7.87.0 on.
    private static let oldestVersion: UInt32 = 0x07_57_00

    private static let started: CURLcode = lz_global_init()

    /// Starts libcurl where that has not been done. Throws where the library at hand cannot do what a transport needs:
    /// without its resolver thread, for one, a slow name server would stop every exchange.
    static func start() throws(TransportError) {
        guard started == CURLE_OK else { throw .library("curl_global_init", started) }
        guard let version = lz_version_info() else { throw .refused("libcurl tells no version") }
        guard version.pointee.version_num >= oldestVersion else { throw .refused("libcurl is older than 7.87.0") }
        let needed = [
            (CURL_VERSION_SSL, "TLS"), (CURL_VERSION_ASYNCHDNS, "a resolver thread"), (CURL_VERSION_HTTP2, "HTTP/2"),
            (CURL_VERSION_IPV6, "IPv6"),
        ]
        for (feature, name) in needed where version.pointee.features & feature == 0 {
            throw .refused("libcurl was built without \(name)")
        }
    }
}

extension TransportError {
    /// A libcurl call that failed before any exchange took place.
    static func library(_ operation: String, _ code: CURLcode) -> TransportError {
        let text = String(cString: curl_easy_strerror(code))
        return TransportError(.other, requestMayHaveLeft: false, message: "curl \(code.rawValue) \(operation): \(text)")
    }
}
