import LazaretCore

/// The record as it grows.
struct EffectRecord: Sendable {
    private(set) var quarantines: [Quarantine] = []
    private(set) var counts: [APIOperation: Int] = [:]
    private(set) var lastNumber = 0
    private var kept: [Arrival] = []
    private let maximum: Int
    /// What came since the last ``drain()``, in order.
    private var fresh: [EffectLine] = []

    init(keptArrivals: Int) {
        maximum = max(1, keptArrivals)
    }

    var arrivals: [Arrival] { Array(kept.suffix(maximum)) }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func append(_ arrival: Arrival) {
        counts[arrival.operation, default: 0] += 1
        kept.append(arrival)
        if kept.count >= 2 * maximum { kept.removeFirst(kept.count - maximum) }
        fresh.append(.arrival(arrival))
    }

    mutating func append(_ quarantine: Quarantine) {
        quarantines.append(quarantine)
        fresh.append(.quarantine(quarantine))
    }

    mutating func drain() -> [EffectLine] {
        defer { fresh = [] }
        return fresh
    }

    mutating func clear() {
        kept = []
        quarantines = []
        counts = [:]
    }
}
