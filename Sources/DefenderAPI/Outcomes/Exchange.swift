import HTTPTransport
import LazaretCore

/// One call as it went, before it is judged.
struct Exchange: Sendable {
    enum Result: Sendable {
        /// A status line and a whole body; of two answers (401 and then another) the last.
        case answer(HTTPResponse)
        case noAnswer(TransportError)
        /// No token could be had, so the request (or its repetition after a 401, which had no effect) was not sent.
        case noToken(TokenFailure)
        /// The process was stopped for so long that another may have made the call since.
        case tooLate
        /// The call cannot be written down.
        case unusable(RequestError)

        /// False only where it is certain that no byte left.
        var mayHaveLeft: Bool {
            switch self {
            case .answer: true
            case .noAnswer(let error): error.requestMayHaveLeft
            case .noToken, .tooLate, .unusable: false
            }
        }
    }

    var result: Result
    var startedAt: Instant
    var finishedAt: Instant
    /// True from the first byte on that may have left, also if that was a try that ended with 401.
    var requestMayHaveLeft: Bool
}
