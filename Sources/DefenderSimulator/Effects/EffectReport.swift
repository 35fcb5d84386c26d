/// Everything a client did to the simulated Defender.
public struct EffectReport: Hashable, Codable, Sendable {
    /// In order. Where there were too many to keep, the newest.
    public var arrivals: [Arrival]
    public var quarantines: [Quarantine]
    public var windows: [WindowUse]
    /// By operation, all of them.
    public var counts: [String: Int]

    /// How many calls of an operation arrived.
    public func count(_ operation: APIOperation) -> Int { counts[operation.rawValue] ?? 0 }

    public func arrivals(of operation: APIOperation) -> [Arrival] { arrivals.filter { $0.operation == operation } }

    /// The shortest time between two calls of a kind that followed each other, of the last `count`; nil where there are not two.
    public func closest(_ operation: APIOperation, last count: Int = .max) -> Duration? {
        let times = arrivals(of: operation).suffix(count).map(\.steadyMilliseconds)
        return zip(times, times.dropFirst()).map { .milliseconds($1 - $0) }.min()
    }

    /// The client's own effects that are not the first on their machine and file: empty where each effect is one.
    public var repeated: [Quarantine] {
        var seen: Set<[String]> = []
        return quarantines.filter { !$0.isForeign && !seen.insert([$0.tenant, $0.machineID, $0.sha1]).inserted }
    }

    /// Empty where the client kept to every window.
    public var overLimit: [WindowUse] { windows.filter(\.isOverLimit) }
}
