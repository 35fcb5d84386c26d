import LazaretCore

extension LifecycleOptions {
    /// The statuses a new action will go through, from `now` on.
    func course(
        machine: String, sha1: String, from now: Steady, chance: inout SeededGenerator
    ) -> [SimulatedAction.Step] {
        let override = overrides.first { $0.matches(machine: machine, sha1: sha1) }
        // Drawn also where an override decides, so that overrides move nobody else's draw.
        let drawn = draw(&chance)
        let last = override?.final ?? drawn
        let initial = override?.initialStatus ?? initialStatus
        let running = override?.running ?? self.running
        var steps = [SimulatedAction.Step(at: now, status: initial)]
        guard initial == .pending || initial == .inProgress else { return steps }
        var time = now
        if initial == .pending {
            time = time + (override?.pending ?? pending)
            if last != .timeOut { steps.append(.init(at: time, status: .inProgress)) }
        }
        steps.append(.init(at: time + running, status: last))
        return steps
    }

    private func draw(_ chance: inout SeededGenerator) -> SimulatedStatus {
        let weighted = finals.sorted { $0.key.rawValue < $1.key.rawValue }
        var point = chance.unit() * weighted.map(\.value).reduce(0, +)
        for (status, weight) in weighted where weight > 0 {
            if point < weight { return status }
            point -= weight
        }
        return weighted.last { $0.value > 0 }?.key ?? .succeeded
    }
}
