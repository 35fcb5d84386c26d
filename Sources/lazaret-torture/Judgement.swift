import ActionLog
import DefenderSimulator

/// The invariants, held against the evidence. Pure. Empty `faults` is what a campaign must end with.
struct Judgement {
    private(set) var faults: [String] = []
    let summary: String

    init(_ evidence: Evidence, dropped stream: AlertStream) {
        let effects = evidence.report.quarantines.filter { !$0.isForeign }.map {
            AlertStream.Pair(machine: $0.machineID, sha1: $0.sha1)
        }
        summary =
            "\(stream.alertIDs.count) alerts, \(evidence.actions.count) actions, \(effects.count) effects, "
            + "\(evidence.report.count(.submit)) POSTs, \(evidence.report.count(.list)) lists"
        lost(evidence, stream, effects)
        doubled(evidence, effects)
        for use in evidence.report.overLimit {
            fault(
                "over quota: \(use.largest) \(use.operation.rawValue) calls in \(use.windowMilliseconds) ms, \(use.limit) allowed"
            )
        }
        if evidence.integrity != ["ok"] { fault("integrity_check: \(evidence.integrity.prefix(3))") }
        if case .broken(event: let event, let why) = evidence.chain {
            fault("event chain: \(why.rawValue) at event \(event)")
        }
        for action in evidence.actions where action.state != "succeeded" {
            fault("not succeeded but \(action.state): machine \(action.pair.machine) file \(action.pair.sha1)")
        }
        if !evidence.leftInInbox.isEmpty { fault("left in the inbox: \(evidence.leftInInbox.prefix(5))") }
        faults += evidence.remarks
    }

    /// Every document is recorded as what it is, once, and every pair has its action and its effect.
    private mutating func lost(_ evidence: Evidence, _ stream: AlertStream, _ effects: [AlertStream.Pair]) {
        for id in stream.alertIDs.subtracting(evidence.mapped).sorted() { fault("alert lost: \(id)") }
        if evidence.mapped.count != stream.alertIDs.count {
            fault("\(stream.alertIDs.count) documents, but \(evidence.mapped.count) recorded as mapped")
        }
        if evidence.rejected < stream.brokenLines {
            fault("\(stream.brokenLines) broken lines, but \(evidence.rejected) recorded as rejected")
        }
        for pair in stream.pairs.subtracting(evidence.actions.map(\.pair)).sorted() {
            fault("no action for machine \(pair.machine) file \(pair.sha1)")
        }
        for pair in stream.pairs.subtracting(effects).sorted() {
            fault("no effect on machine \(pair.machine) file \(pair.sha1)")
        }
    }

    private mutating func doubled(_ evidence: Evidence, _ effects: [AlertStream.Pair]) {
        for second in evidence.report.repeated {
            fault("second effect on machine \(second.machineID) file \(second.sha1)")
        }
        let actions = evidence.actions.map(\.pair)
        if Set(actions).count != actions.count { fault("\(actions.count - Set(actions).count) actions too many") }
        let unasked = Set(effects).subtracting(actions)
        if !unasked.isEmpty { fault("\(unasked.count) effects without an action") }
    }

    private mutating func fault(_ text: String) { faults.append(text) }
}
