/// What the pages of one look have shown so far.
public struct LookPages: Hashable, Sendable {
    public private(set) var actions: [MachineAction] = []
    /// Everything that there is was seen and could be read: what is not among the actions is not there.
    public private(set) var isWhole = true
    /// How many members the pages had: the next page begins behind them.
    public private(set) var members = 0
    private var ids: Set<String> = []
    private var count = 0

    /// No machine has so many actions in the days that a look goes back: a service that still promises more turns in a circle.
    public static let mostPages = 20

    public init() {}

    /// True where there is more to ask for. A page that promises more and brings nothing new (it is empty, or the service
    /// does not know `$skip`) is the last, and proves nothing.
    public mutating func add(_ page: ActionPage) -> Bool {
        count += 1
        members += page.actions.count + page.unreadable
        if page.unreadable > 0 { isWhole = false }
        let new = page.actions.filter { ids.insert($0.id.lowercased()).inserted }
        actions += new
        guard page.hasMore else { return false }
        guard !new.isEmpty, count < Self.mostPages else {
            isWhole = false
            return false
        }
        return true
    }
}
