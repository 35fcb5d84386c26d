/// What the action log knows of Defender's answer about a machine or a file.
public enum LookedUp<Record: Hashable & Sendable>: Hashable, Sendable {
    /// Nothing that is still fresh. Before the POST it is asked for first.
    case notAsked
    case known(Record)
    /// 404.
    case notFound
    /// A permission is missing, or several tries got no answer.
    case unavailable

    public var record: Record? {
        if case .known(let record) = self { return record }
        return nil
    }
}
