/// One page of Defender's List answer.
public struct ActionPage: Hashable, Sendable {
    public var actions: [MachineAction]
    /// The service says that there are more behind these.
    public var hasMore: Bool

    public init(actions: [MachineAction], hasMore: Bool) {
        self.actions = actions
        self.hasMore = hasMore
    }
}
