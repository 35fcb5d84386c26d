import Foundation
public import HTTPTransport

/// A transport that answers from a script and keeps what it was sent. Nothing leaves the process.
///
/// Rules are tried in order; the first whose text is in the request's URL answers, each of its answers once and the last one
/// for ever. What no rule knows fails as `unusable`.
public final class ScriptedTransport: HTTPTransport, @unchecked Sendable {
    /// What happens to one request.
    public enum Answer: Sendable {
        case response(HTTPResponse)
        case failure(TransportError)
        /// Decided, or held back, by the test.
        case custom(@Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse)

        /// A JSON answer.
        public static func json(
            _ status: Int, _ body: String, headers: [(name: String, value: String)] = []
        ) -> Answer {
            .response(
                HTTPResponse(
                    status: status, headers: [("Content-Type", "application/json")] + headers,
                    body: Array(body.utf8)))
        }
    }

    private struct Rule {
        let text: String
        var answers: [Answer]
    }

    // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
    private let lock = NSLock()
    private var rules: [Rule] = []
    private var received: [HTTPRequest] = []
    private var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    public init() {}

    /// Adds a rule, or replaces the answers of the rule with the same text.
    public func answer(_ text: String, _ answers: Answer...) {
        lock.withLock {
            if let index = rules.firstIndex(where: { $0.text == text }) {
                rules[index].answers = answers
            } else {
                rules.append(Rule(text: text, answers: answers))
            }
        }
    }

    /// Every request so far, in order of arrival.
    public var requests: [HTTPRequest] { lock.withLock { received } }

    /// Those whose URL holds `text`.
    public func requests(_ text: String) -> [HTTPRequest] { requests.filter { $0.url.contains(text) } }

    /// Returns when at least `count` requests have arrived.
    public func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { wake in
            let isReady = lock.withLock { () -> Bool in
                if received.count >= count { return true }
                watchers.append((count, wake))
                return false
            }
            if isReady { wake.resume() }
        }
    }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let (answer, ready) = lock.withLock { () -> (Answer?, [CheckedContinuation<Void, Never>]) in
            received.append(request)
            let ready = watchers.filter { $0.count <= received.count }.map(\.wake)
            watchers.removeAll { $0.count <= received.count }
            return (nextAnswer(to: request), ready)
        }
        for watcher in ready { watcher.resume() }
        switch answer {
        case .response(let response): return response
        case .failure(let error): throw error
        case .custom(let act): return try await act(request)
        case nil: throw TransportError(.unusable, requestMayHaveLeft: false, message: "nothing scripted for this URL")
        }
    }

    private func nextAnswer(to request: HTTPRequest) -> Answer? {
        guard let index = rules.firstIndex(where: { request.url.contains($0.text) }) else { return nil }
        if rules[index].answers.count > 1 { return rules[index].answers.removeFirst() }
        return rules[index].answers.first
    }
}
