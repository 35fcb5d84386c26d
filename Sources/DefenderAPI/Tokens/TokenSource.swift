public import HTTPTransport
public import LazaretCore

/// The access token of one tenant for one scope: cached, refreshed before it ends, one call at a time.
///
/// Whoever asks while a call is under way waits for that call, or goes on with the old token while it still lives. A failure
/// stands for its back-off time and is everybody's answer meanwhile; a changed credential file ends it at once. Tokens live
/// in memory only and do not survive the process.
public actor TokenSource {
    /// Told of every token call after it ended, with the word of `attempts.outcome`; no body, no secret.
    public typealias Observer = @Sendable (_ report: CallReport, _ outcome: String) async -> Void

    private let caller: TokenCaller
    private let time: any TimeSource
    private let chance: @Sendable () -> Double
    private let observer: Observer

    private var cached: AccessToken?
    /// What the last token said that the API refused.
    private var refused: AccessTokenClaims?
    private var generation = 0
    private var flight: Latch?
    private var backoff: TokenBackoff
    private var certificateNotAfter: Instant?
    private var clockSkew: Duration?

    /// The credential's files as they were last seen, when, and how often they have changed.
    private var seen: [FileIdentity?]?
    private var lookedAt: Steady?
    private(set) var changesSeen = 0

    /// Files are looked at no more often than this.
    private static let lookInterval: Duration = .seconds(1)

    /// `retry`: its two delays bound the back-off. `chance`: uniform in 0..<1. `newID`: a fresh UUID a call.
    public init(
        grant: TokenGrant, credential: CredentialStore, transport: any HTTPTransport, time: any TimeSource,
        retry: RetryPolicy, chance: @escaping @Sendable () -> Double, newID: @escaping @Sendable () -> String,
        observer: @escaping Observer
    ) {
        caller = TokenCaller(grant: grant, store: credential, transport: transport, time: time, newID: newID)
        self.time = time
        self.chance = chance
        self.observer = observer
        backoff = TokenBackoff(retry)
    }

    /// A token that is good now; calls the token endpoint at most once, unless the credential changes meanwhile.
    func token() async throws(TokenFailure) -> AccessToken {
        await noticeChangedFiles()
        while true {
            if Task.isCancelled { throw .cancelled }
            let now = time.now().steady
            let usable = cached.flatMap { now < $0.unusableAt ? $0 : nil }
            if let usable, now < usable.refreshAt { return usable }
            if let flight {
                if let usable { return usable }
                do { try await flight.wait() } catch { throw .cancelled }
            } else if let failure = backoff.failure(at: now) {
                guard let usable else { throw failure }
                return usable
            } else if let result = await refresh() {
                if case .failure = result, let usable, cached != nil { return usable }
                return try result.get()
            }
        }
    }

    /// Forgets a token that the API refused; of several callers with the same token only the first has an effect.
    func invalidate(_ token: AccessToken) {
        guard cached?.generation == token.generation else { return }
        refused = AccessTokenClaims(token.value)
        cached = nil
    }

    /// What the last token says, also after the API refused it; nil while there was none. Makes no call.
    func lastClaims() -> AccessTokenClaims? { cached.flatMap { AccessTokenClaims($0.value) } ?? refused }

    /// A reload's delays, from the next failure on.
    public func adopt(retry: RetryPolicy) { backoff.policy = retry }

    /// Whether the last call failed, and nothing has happened since that could help: neither a token nor a changed file.
    /// Makes no call.
    func isFailing() async -> Bool {
        await noticeChangedFiles()
        return backoff.lastFailure != nil
    }

    /// For `check --online`: signs in if need be. Nil where the token is not a readable JWT.
    public func claims() async throws(TokenFailure) -> AccessTokenClaims? {
        AccessTokenClaims(try await token().value)
    }

    /// For metrics, `status` and `check`. Makes no call.
    public func status() -> TokenStatus {
        TokenStatus(
            expiresAt: cached?.expiresAt, failure: backoff.lastFailure, certificateNotAfter: certificateNotAfter,
            clockSkew: clockSkew)
    }

    /// One call, in the task of the one who asked. Nil where the credential changed under way: its result counts for nothing.
    private func refresh() async -> Result<AccessToken, TokenFailure>? {
        let latch = Latch()
        flight = latch
        defer {
            flight = nil
            latch.open()
        }
        let changesBefore = changesSeen
        let call = await caller.call()
        if let report = call.report { await observer(report, call.outcome) }
        guard changesSeen == changesBefore else { return nil }
        certificateNotAfter = call.certificateNotAfter ?? certificateNotAfter
        clockSkew = call.clockSkew ?? clockSkew
        switch call.result {
        case .success(let answer):
            generation += 1
            let token = AccessToken(answer, generation: generation, requested: call.requested)
            cached = token
            backoff.reset()
            return .success(token)
        case .failure(let failure):
            if failure.kind != .cancelled {
                backoff.failed(
                    failure, retryAfter: call.report?.retryAfter, at: time.now().steady, chance: chance())
            }
            return .failure(failure)
        }
    }

    /// A changed file ends the back-off, and the cached token where the credential itself is another one now. A file that
    /// is gone is no new credential: the token serves until its end.
    private func noticeChangedFiles() async {
        let now = time.now().steady
        if let lookedAt, now < lookedAt + Self.lookInterval { return }
        lookedAt = now
        let current = await caller.store.identities()
        let before = seen
        seen = current
        guard let before, before != current else { return }
        changesSeen += 1
        backoff.reset()
        if caller.store.credential.dropsTokenWhenChanged, current.allSatisfy({ $0 != nil }) { cached = nil }
    }
}

/// How a tenant's sign-in stands.
public struct TokenStatus: Hashable, Sendable {
    /// Nil while there is no token.
    public var expiresAt: Instant?
    /// The last call's failure; nil once a token came.
    public var failure: TokenFailure?
    /// Known once the certificate was used.
    public var certificateNotAfter: Instant?
    /// How far the sign-in server's clock is ahead of ours, by its `Date` header; good to about a second.
    public var clockSkew: Duration?
}
