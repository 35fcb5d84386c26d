import Foundation
import LazaretCore

/// The real client with one of its answers told wrong.
struct MutantGateway: DefenderGateway, LookupGateway {
    let client: any DefenderGateway & LookupGateway
    let mutant: Mutant
    private let lastMarkers = Markers()

    init(client: any DefenderGateway & LookupGateway, mutant: Mutant) {
        self.client = client
        self.mutant = mutant
    }

    func prepare() async -> LaneFault? { await client.prepare() }

    func isSignInFailing() async -> Bool { await client.isSignInFailing() }

    func submit(_ submission: Submission, before limit: Steady) async -> SubmitAnswer {
        lastMarkers.put(submission.marker, for: submission.machineID)
        if mutant == .postsTwice {
            async let other = client.submit(submission, before: limit)
            let answer = await client.submit(submission, before: limit)
            _ = await other
            return answer
        }
        var answer = await client.submit(submission, before: limit)
        if mutant == .adoptsForeign, case .foreign(let action) = answer.outcome { answer.outcome = .adopted(action) }
        return SubmitAnswer(outcome: answer.outcome, report: told(answer.report))
    }

    func list(_ query: ActionQuery) async -> ReadAnswer<ActionPage> {
        var answer = await client.list(query)
        answer.report = told(answer.report)
        guard case .ok(var page) = answer.outcome else { return answer }
        switch (mutant, query) {
        case (.looksAtNothing, .machine): page = ActionPage(actions: [], hasMore: false)
        case (.takesAnyMarker, .machine(let machine, _, _)):
            guard let marker = lastMarkers[machine] else { return answer }
            for index in page.actions.indices { page.actions[index].requestorComment = marker.comment("") }
        case (.finishesEarly, _):
            for index in page.actions.indices { page.actions[index].status = MachineAction.Status("Succeeded") }
        default: break
        }
        answer.outcome = .ok(page)
        return answer
    }

    func get(_ id: String) async -> ReadAnswer<MachineAction> { await client.get(id) }

    func cancel(_ id: String, comment: String) async -> ReadAnswer<MachineAction> {
        var answer = await client.cancel(id, comment: comment)
        answer.report = told(answer.report)
        return answer
    }

    func machine(_ id: MachineID) async -> ReadAnswer<MachineRecord> { await client.machine(id) }
    func file(_ sha1: SHA1Hash) async -> ReadAnswer<FileRecord> { await client.file(sha1) }

    private func told(_ report: CallReport) -> CallReport {
        var report = report
        if mutant == .ignoresRetryAfter { report.retryAfter = nil }
        return report
    }

    /// The last that was sent to each machine.
    private final class Markers: @unchecked Sendable {
        private let lock = NSLock()
        private var last: [MachineID: Marker] = [:]

        subscript(machine: MachineID) -> Marker? { lock.withLock { last[machine] } }

        func put(_ marker: Marker, for machine: MachineID) { lock.withLock { last[machine] = marker } }
    }
}
