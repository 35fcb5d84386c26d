/// When which fault happens. A call that several rules claim has the first one's fault.
public struct FaultRule: Hashable, Sendable {
    public var fault: Fault
    /// nil: any but tokens and unknown paths.
    public var operation: APIOperation?
    /// Beginning of the machine id or of the hash, in either case; nil: any. Calls without one never match a given one.
    public var machine: String?
    public var sha1: String?
    /// So many matching calls are let through first: 2 means from the third on.
    public var skip: Int
    /// Of each further matching call.
    public var probability: Double
    /// How often the fault happens in all; nil: without end.
    public var times: Int?
    /// How long the answer (or the end of the connection) is held back. What is done is done on arrival.
    public var delay: Duration

    public init(
        _ fault: Fault, operation: APIOperation? = nil, machine: String? = nil, sha1: String? = nil, skip: Int = 0,
        probability: Double = 1, times: Int? = nil, delay: Duration = .zero
    ) {
        self.fault = fault
        self.operation = operation
        self.machine = machine
        self.sha1 = sha1
        self.skip = skip
        self.probability = probability
        self.times = times
        self.delay = delay
    }

    func matches(_ operation: APIOperation, machine id: String?, sha1 hash: String?) -> Bool {
        if let wanted = self.operation {
            guard wanted == operation else { return false }
        } else if operation == .token || operation == .other {
            return false
        }
        return Self.begins(id, machine) && Self.begins(hash, sha1)
    }

    private static func begins(_ value: String?, _ beginning: String?) -> Bool {
        guard let beginning else { return true }
        return value?.lowercased().hasPrefix(beginning.lowercased()) ?? false
    }
}
