/// One API call as it went: what an `attempts` row needs besides its outcome.
public struct CallReport: Hashable, Sendable {
    public var startedAt: Instant
    public var finishedAt: Instant
    /// Nil where no status line came.
    public var httpStatus: Int?
    /// Defender's `error.code`, or the transport's bounded label ("timeout", "connect", …).
    public var errorCode: String?
    /// Defender's `error.message` or the transport's text; never a token call's body.
    public var errorMessage: String?
    /// `error.target` or a request-id header: what Microsoft's support asks for.
    public var requestID: String?
    public var retryAfter: RetryAfter?
    /// False only where it is certain that no byte of the call itself left this machine (no token, no connection):
    /// it drew nothing from the quota.
    public var requestMayHaveLeft: Bool

    public init(
        startedAt: Instant, finishedAt: Instant, httpStatus: Int? = nil, errorCode: String? = nil,
        errorMessage: String? = nil, requestID: String? = nil, retryAfter: RetryAfter? = nil,
        requestMayHaveLeft: Bool = true
    ) {
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.httpStatus = httpStatus
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.requestMayHaveLeft = requestMayHaveLeft
    }
}

/// A readable Retry-After header, already a duration (an HTTP date was subtracted from the answer's `Date`).
public struct RetryAfter: Hashable, Sendable {
    public var delay: Duration

    public init(delay: Duration) {
        self.delay = delay
    }
}
