import LazaretCore

/// The doorbells of a tenant's loops, each named by the operation whose calls the loop makes.
struct Bells: Sendable {
    private let bells: [Operation: Doorbell] = [
        .submit: Doorbell(), .find: Doorbell(), .list: Doorbell(), .cancel: Doorbell(), .machine: Doorbell(),
        .file: Doorbell(), .token: Doorbell(),
    ]

    subscript(loop: Operation) -> Doorbell {
        guard let bell = bells[loop] else { preconditionFailure("\(loop) has no loop") }
        return bell
    }

    func ringAll() {
        ring(Set(bells.keys))
    }

    func ring(_ loops: Set<Operation>) {
        // In an order that does not change from run to run.
        for loop in Operation.allCases where loops.contains(loop) { self[loop].ring() }
    }
}
