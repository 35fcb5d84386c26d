import LazaretCore

/// Waits between tries of something that fails for everybody: 1 s, doubling to 30 s, over at the first success. No chance is
/// involved: only one daemon works on an inbox.
struct Backoff: Hashable, Sendable {
    static let first: Duration = .seconds(1)
    static let last: Duration = .seconds(30)

    private var delay: Duration = .zero
    /// Nil while all is well.
    private(set) var notBefore: Steady?

    mutating func fail(at now: Steady) {
        delay = delay == .zero ? Self.first : min(delay * 2, Self.last)
        notBefore = now + delay
    }

    mutating func succeed() {
        delay = .zero
        notBefore = nil
    }

    func allows(_ now: Steady) -> Bool { notBefore.map { $0 <= now } ?? true }
}
