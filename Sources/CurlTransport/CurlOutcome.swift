import CCurl
import HTTPTransport

/// How an exchange failed, as libcurl and our own callbacks tell it. From this alone the error is made.
struct CurlOutcome {
    var code: CURLcode
    /// What libcurl wrote into CURLOPT_ERRORBUFFER.
    var text: String
    /// How often libcurl was about to write the request: the connection, the proxy's tunnel and the TLS handshake are
    /// behind it by then, and not one byte of the request before (CURLOPT_PREREQFUNCTION).
    var sends: Int
    /// A further send was refused, because the request must not be sent twice.
    var resendRefused = false
    /// The proxy's answer to CONNECT; 0 where there was none.
    var tunnelStatus = 0
    var replyRefusal: ReplyCollector.Refusal?

    func error(_ operation: String) -> TransportError {
        TransportError(kind, requestMayHaveLeft: sends > 0, message: message(operation))
    }

    private var kind: TransportError.Kind {
        switch replyRefusal {
        case .tooManyHeaders, .headersTooLong: return .protocol
        case .bodyTooLarge: return .tooLarge
        case nil: break
        }
        // The connection went away before a byte of answer, and libcurl wanted to try another one.
        if resendRefused { return .emptyReply }
        return sends > 0 ? kindAfterSend : kindBeforeSend
    }

    private var kindBeforeSend: TransportError.Kind {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .unusable
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
        case CURLE_COULDNT_RESOLVE_HOST: .resolve
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect
        // Nothing but a proxy is spoken to before the request itself, TLS apart.
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY: .proxy
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        default: tunnelStatus >= 300 ? .proxy : kindAtAnyTime
        }
    }

    private var kindAfterSend: TransportError.Kind {
        switch code {
        case CURLE_GOT_NOTHING: .emptyReply
        case CURLE_SEND_ERROR: .send
        case CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM: .receive
        case CURLE_FILESIZE_EXCEEDED: .tooLarge
        // HTTP/0.9; a malformed answer; bad framing; a header line above libcurl's own limit (it says "out of memory").
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_BAD_CONTENT_ENCODING,
            CURLE_OUT_OF_MEMORY:
            .protocol
        default: kindAtAnyTime
        }
    }

    private var kindAtAnyTime: TransportError.Kind {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            .tls
        default: .other
        }
    }

    /// libcurl's texts name hosts, ports, sizes and certificates; control characters, which a peer might bring in, go.
    private func message(_ operation: String) -> String {
        let meaning = String(cString: curl_easy_strerror(code))
        var message = "curl \(code.rawValue) \(operation): \(text.isEmpty ? meaning : text)"
        if let replyRefusal { message += " (reply refused: \(replyRefusal))" }
        if resendRefused { message += " (the connection ended without an answer; a second send was refused)" }
        if tunnelStatus >= 300 { message += " (the proxy answered \(tunnelStatus))" }
        let scalars = message.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        return String(String.UnicodeScalarView(scalars.prefix(500)))
    }
}
