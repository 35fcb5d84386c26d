import HTTPTransport
import LazaretCore

extension CallReport {
    /// What the `attempts` row says of an exchange. `unusable`: where it was a success by its status, its body was not.
    init(_ exchange: Exchange, unusable: Bool) {
        self.init(
            startedAt: exchange.startedAt, finishedAt: exchange.finishedAt,
            requestMayHaveLeft: exchange.requestMayHaveLeft)
        switch exchange.result {
        case .answer(let response): add(response, unusable: unusable)
        case .noAnswer(let error):
            errorCode = error.kind.rawValue
            errorMessage = ReadableText.cleaned(error.message)
        case .noToken(let failure):
            errorCode = failure.code
            errorMessage = failure.message
        case .tooLate:
            errorCode = "too_late"
            errorMessage = "not sent: the process was stopped between its intent and the call"
        case .unusable(let error):
            errorCode = error.rawValue
            errorMessage = error.message
        }
    }

    private mutating func add(_ response: HTTPResponse, unusable: Bool) {
        httpStatus = response.status
        retryAfter = RetryAfter(of: response, now: finishedAt)
        guard !(200...299).contains(response.status) else {
            requestID = RequestID.of(response, target: nil)
            guard unusable else { return }
            errorCode = response.status <= 201 ? "unreadable_answer" : "http_\(response.status)"
            errorMessage = ReadableText.snippet(of: response.body)
            return
        }
        let body = ErrorBody(response)
        errorCode = body.code ?? "http_\(response.status)"
        errorMessage = body.message
        requestID = RequestID.of(response, target: body.target)
    }
}
