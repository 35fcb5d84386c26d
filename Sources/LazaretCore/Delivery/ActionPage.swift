/// One page of Defender's List answer.
public struct ActionPage: Hashable, Sendable {
    public var actions: [MachineAction]
    /// The service says that there are more behind these.
    public var hasMore: Bool
    /// Members that are no readable MachineAction.
    public var unreadable: Int

    public init(actions: [MachineAction], hasMore: Bool, unreadable: Int = 0) {
        self.actions = actions
        self.hasMore = hasMore
        self.unreadable = unreadable
    }
}
