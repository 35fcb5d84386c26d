/// What keeps a campaign or a benchmark from going on.
public enum RigError: Error, CustomStringConvertible {
    /// A process ended that should not have, with the end of its log.
    case ended(String, log: String)
    /// Something did not happen in time.
    case timedOut(String, log: String)
    case simulator(String)
    case system(String)

    public var description: String {
        switch self {
        case .ended(let what, let log): "\(what) has ended\n\(log)"
        case .timedOut(let what, let log): "timed out: \(what)\n\(log)"
        case .simulator(let text), .system(let text): text
        }
    }
}
