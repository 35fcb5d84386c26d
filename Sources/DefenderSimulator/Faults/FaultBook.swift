/// The rules in force, and what each has done so far.
public struct FaultBook: Sendable {
    private struct Entry: Sendable {
        let rule: FaultRule
        var generator: SeededGenerator
        var matched = 0
        var fired = 0

        mutating func takes() -> Bool {
            matched += 1
            guard matched > rule.skip else { return false }
            // Drawn for every call past `skip`, so that how often it fired moves no later draw.
            let isDrawn = generator.unit() < rule.probability
            guard isDrawn, rule.times.map({ fired < $0 }) ?? true else { return false }
            return true
        }
    }

    private let seed: UInt64
    private var entries: [Entry] = []
    /// Each rule draws from a stream of its own: adding or clearing rules moves no other rule's draws.
    private var added: UInt64 = 0

    public init(seed: UInt64, rules: [FaultRule] = []) {
        self.seed = seed
        for rule in rules { add(rule) }
    }

    public mutating func add(_ rule: FaultRule) {
        added += 1
        entries.append(Entry(rule: rule, generator: SeededGenerator(seed: seed, stream: 1000 + added)))
    }

    public mutating func clear() { entries = [] }

    /// The rule whose fault this call has. Every matching rule counts the call, also when another one has it.
    public mutating func take(_ operation: APIOperation, machine: String?, sha1: String?) -> FaultRule? {
        var chosen: Int?
        for index in entries.indices where entries[index].rule.matches(operation, machine: machine, sha1: sha1) {
            if entries[index].takes(), chosen == nil { chosen = index }
        }
        guard let chosen else { return nil }
        entries[chosen].fired += 1
        return entries[chosen].rule
    }

    /// For `/_simulator/state`.
    var states: [FaultState] {
        entries.map {
            FaultState(
                fault: $0.rule.fault.name, operation: $0.rule.operation, matched: $0.matched, fired: $0.fired,
                left: $0.rule.times.map { [fired = $0.fired] in max(0, $0 - fired) })
        }
    }
}

/// What a rule has done so far.
public struct FaultState: Hashable, Codable, Sendable {
    public var fault: String
    public var operation: APIOperation?
    public var matched: Int
    public var fired: Int
    /// nil: without end.
    public var left: Int?
}
