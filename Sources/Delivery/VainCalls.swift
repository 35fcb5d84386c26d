import LazaretCore

/// How often in a row a call for an action came to nothing, so that what goes on failing is asked for ever more seldom.
///
/// In memory alone: after a restart the first tries come quickly again.
struct VainCalls {
    private var failed: [Int64: Int] = [:]

    func failures(of action: Int64) -> Int { failed[action] ?? 0 }

    /// What only the lane is to blame for changes nothing: its pause is the delay.
    mutating func note<Value>(_ action: Int64, _ outcome: ReadOutcome<Value>, isVain: Bool) {
        switch outcome {
        case .throttled, .laneFault: break
        case .ok, .notFound, .failed, .refused: failed[action] = isVain ? failures(of: action) + 1 : nil
        }
    }
}
