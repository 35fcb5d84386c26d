import HTTPTransport
import LazaretCore

/// One try to get a token: what came of it, and what others may know about it.
struct TokenCall: Sendable {
    var result: Result<TokenAnswer, TokenFailure>
    /// When the request left.
    var requested: Moment
    /// Nil where no call was made because the credential cannot be used.
    var report: CallReport?
    /// The word of `attempts.outcome`.
    var outcome = "ok"
    var certificateNotAfter: Instant?
    /// How far the server's clock is ahead of ours, to the second it tells.
    var clockSkew: Duration?
}

/// Makes token calls; knows nothing of caching.
struct TokenCaller: Sendable {
    var grant: TokenGrant
    var store: CredentialStore
    var transport: any HTTPTransport
    var time: any TimeSource
    /// A fresh UUID for each assertion.
    var newID: @Sendable () -> String

    /// Reads the credential anew, and forgets it when it returns. At most one HTTP exchange.
    func call() async -> TokenCall {
        let requested = time.now()
        let material: CredentialMaterial
        let request: HTTPRequest
        do throws(CredentialError) {
            material = try await store.load()
            request = try self.request(material, at: requested.wall)
        } catch {
            return TokenCall(result: .failure(TokenFailure(error)), requested: requested)
        }
        var call = await send(request, isMetadata: material.isMetadata)
        if case .certificate(let certificate, _) = material { call.certificateNotAfter = certificate.notAfter }
        return call
    }

    private func request(_ material: CredentialMaterial, at now: Instant) throws(CredentialError) -> HTTPRequest {
        switch material {
        case .secret(let secret): return TokenRequest.clientSecret(secret, grant: grant)
        case .federated(let token): return TokenRequest.assertion(token, grant: grant)
        case .managedIdentity(let identity): return TokenRequest.managedIdentity(identity, grant: grant)
        case .certificate(let certificate, let key):
            guard case .certificate(let files) = store.credential else { throw .signing(keyFile: "") }
            let assertion = ClientAssertion(
                audience: grant.tokenURL, clientID: grant.clientID, now: now, id: newID())
            do {
                let signed = try assertion.signed(by: key, for: certificate, files.signature)
                return TokenRequest.assertion(signed, grant: grant)
            } catch {
                throw .signing(keyFile: files.privateKeyFile)
            }
        }
    }

    private func send(_ request: HTTPRequest, isMetadata: Bool) async -> TokenCall {
        let requested = time.now()
        let answer: Result<HTTPResponse, TransportError>
        do {
            answer = .success(try await transport.send(request))
        } catch {
            answer = .failure(error)
        }
        let finished = time.now().wall
        let report = CallReport(startedAt: requested.wall, finishedAt: finished)
        switch answer {
        case .success(let response):
            return read(response, isMetadata: isMetadata, requested: requested, report: report)
        case .failure(let error):
            return failed(error, requested: requested, report: report)
        }
    }

    private func read(
        _ response: HTTPResponse, isMetadata: Bool, requested: Moment, report: CallReport
    ) -> TokenCall {
        let result: Result<TokenAnswer, TokenFailure> = Result { () throws(TokenFailure) in
            try TokenAnswer.read(response, isMetadata: isMetadata)
        }
        var call = TokenCall(result: result, requested: requested, report: report)
        call.clockSkew = response.header("Date").flatMap { HTTPDate.parse($0, now: report.finishedAt) }
            .map { $0 - report.finishedAt }
        call.report?.httpStatus = response.status
        call.report?.retryAfter = RetryAfter(of: response, now: report.finishedAt)
        call.report?.requestID = RequestID.of(response, target: nil)
        if case .failure(let failure) = result {
            call.report?.errorCode = failure.code
            call.report?.errorMessage = failure.message
            call.outcome = response.status == 429 ? "throttled" : failure.kind == .refused ? "refused" : "error"
        }
        return call
    }

    private func failed(_ error: TransportError, requested: Moment, report: CallReport) -> TokenCall {
        // The transport's text names hosts and numbers, no header and no body.
        let message = ReadableText.cleaned("the token endpoint gives no answer: \(error.message)")
        let failure =
            error.kind == .cancelled && Task.isCancelled
            ? TokenFailure.cancelled : TokenFailure(.unavailable, code: error.kind.rawValue, message: message)
        var call = TokenCall(result: .failure(failure), requested: requested, report: report)
        call.report?.errorCode = error.kind.rawValue
        call.report?.errorMessage = message
        call.report?.requestMayHaveLeft = error.requestMayHaveLeft
        call.outcome = error.requestMayHaveLeft ? "error" : "not_sent"
        return call
    }
}

extension CredentialMaterial {
    var isMetadata: Bool {
        if case .managedIdentity = self { return true }
        return false
    }
}
