/// What the status endpoints show, gathered anew for each request.
public struct StatusReport: Sendable {
    /// Empty: ready.
    public var notReady: [String]
    /// Heading and value, for the page.
    public var facts: [(name: String, value: String)]
    /// Rows of recent actions: machine, file, state, reason, time.
    public var recent: [[String]]
    public var held: [[String]]

    public init(
        notReady: [String] = [], facts: [(name: String, value: String)] = [], recent: [[String]] = [],
        held: [[String]] = []
    ) {
        self.notReady = notReady
        self.facts = facts
        self.recent = recent
        self.held = held
    }
}
