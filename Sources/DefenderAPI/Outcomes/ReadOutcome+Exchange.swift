import HTTPTransport
import LazaretCore

/// What a reading or cancelling call came to.
///
/// | answer | outcome |
/// |---|---|
/// | 200 or 201 that can be read | ok |
/// | one that cannot, any other 1xx or 2xx | failed |
/// | 3xx, 401 (the second one), 403 but `DisallowedOperation` | lane fault |
/// | 404 | not found; with a web page as its body, failed: a gateway or a wrong host knows nothing of actions |
/// | 407, 408, 425 | failed: a later call may fare better |
/// | 429 | throttled |
/// | any other 4xx | refused; with a web page as its body, failed |
/// | 5xx, and any other status; no answer | failed |
/// | no token | lane fault; failed where the call was cancelled |
/// | the call cannot be written down | refused |
extension ReadOutcome {
    static func judge(_ result: Exchange.Result, reading read: (HTTPResponse) -> Value?) -> ReadOutcome {
        switch result {
        case .answer(let response): judge(response, reading: read)
        case .noAnswer: .failed
        case .noToken(let failure): failure.laneFault.map { .laneFault($0) } ?? .failed
        case .tooLate: .failed
        case .unusable: .refused
        }
    }

    private static func judge(_ response: HTTPResponse, reading read: (HTTPResponse) -> Value?) -> ReadOutcome {
        if let fault = LaneFault(response) { return .laneFault(fault) }
        switch response.status {
        case 200, 201: return read(response).map { .ok($0) } ?? .failed
        case 429: return .throttled
        case 407, 408, 425: return .failed
        case 400...499:
            if ErrorBody(response).isPage { return .failed }
            return response.status == 404 ? .notFound : .refused
        default: return .failed
        }
    }
}
