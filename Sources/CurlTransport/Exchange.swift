import HTTPTransport

/// One call of `send`, on its way through the curl thread. It carries its own state, so that nothing has to be remembered
/// about it anywhere else once it has ended: a cancel that comes too late finds `finished` and does nothing.
final class Exchange: @unchecked Sendable {
    typealias Answer = Result<Reply, TransportError>

    enum Phase {
        case new
        /// Cancelled before it was handed in.
        case cancelledEarly
        /// Handed in; the caller waits.
        case pending(CheckedContinuation<Answer, Never>)
        case finished
    }

    let request: PreparedRequest
    let deadline: ContinuousClock.Instant
    /// Guarded by the mailbox's lock.
    var phase = Phase.new
    /// While it runs. Confined to the curl thread.
    var easy: EasyHandle?

    init(_ request: PreparedRequest, deadline: ContinuousClock.Instant) {
        self.request = request
        self.deadline = deadline
    }
}
