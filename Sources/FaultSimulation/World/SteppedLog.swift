import ActionLog
import LazaretCore

/// The real action log as one process reaches it: each verb happens while the world stands still, and the process may die
/// just before it, or just after it was committed and before anybody heard. A disk that fails fails before anything is written.
struct SteppedLog: SubmissionLog, TrackingLog, LaneLog, LookupLog, IntakeLog {
    let process: SimulatedProcess
    let log: ActionLog

    private func step<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (ActionLog) async throws -> Value
    ) throws -> Value {
        try process.passStep("before \(name)", mayFail: true)
        let log = log
        let result = try Pump.run { try await body(log) }
        try process.passStep(name, mayFail: false)
        return result
    }

    /// Reads change nothing: dying around one is dying between two steps.
    private func look<Value: Sendable>(
        _ body: @escaping @Sendable (ActionLog) async throws -> Value
    ) throws -> Value {
        if process.isDead { throw ProcessDied() }
        let log = log
        return try Pump.run { try await body(log) }
    }

    func recover(at now: Moment) async throws -> Int { try step("recover") { try await $0.recover(at: now) } }

    func nextDue(tenant: String, at now: Moment) async throws -> DueSubmission {
        try look { try await $0.nextDue(tenant: tenant, at: now) }
    }

    func claim(_ request: ClaimRequest, at now: Moment) async throws -> ClaimResult {
        try step("claim") { try await $0.claim(request, at: now) }
    }

    func isStillOurs(_ claim: Claim) async throws -> Bool { try look { try await $0.isStillOurs(claim) } }

    func record(_ claim: Claim, call: FinishedCall, change: ActionChange, at now: Moment) async throws {
        var change = change
        if process.world.mutant == .resendsUnlooked, change.to == .unconfirmed { change.to = .queued }
        let told = change
        try step("record \(call.outcome)") { try await $0.record(claim, call: call, change: told, at: now) }
    }

    func dueLook(tenant: String, at now: Moment) async throws -> DueLook {
        try look { try await $0.dueLook(tenant: tenant, at: now) }
    }

    func record(_ look: Look, call: FinishedCall, change: ActionChange, at now: Moment) async throws {
        try step("record look \(call.outcome)") { try await $0.record(look, call: call, change: change, at: now) }
    }

    func pullForward(tenant: String, dueAfter horizon: Instant, at now: Moment) async throws {
        try step("pullForward") { try await $0.pullForward(tenant: tenant, dueAfter: horizon, at: now) }
    }

    func begin(_ call: CallIntent, at now: Moment) async throws -> Int64 {
        try step("begin \(call.operation.rawValue)") { try await $0.begin(call, at: now) }
    }

    func finish(_ call: FinishedCall, at now: Moment) async throws {
        try step("finish") { try await $0.finish(call, at: now) }
    }

    func slots(
        tenant: String, lane: LazaretCore.Operation, within: Duration, at now: Moment
    ) async throws -> [Steady] {
        let slots = try look { try await $0.slots(tenant: tenant, lane: lane, within: within, at: now) }
        return process.world.mutant == .forgetsSlots ? [] : slots
    }

    func dueForTracking(tenant: String, limit: Int, at now: Moment) async throws -> TrackingRound {
        try look { try await $0.dueForTracking(tenant: tenant, limit: limit, at: now) }
    }

    func record(_ sightings: [Sighting], call: FinishedCall, at now: Moment) async throws {
        try step("record \(sightings.count) sightings") { try await $0.record(sightings, call: call, at: now) }
    }

    func dueCancel(tenant: String, at now: Moment) async throws -> DueCancel {
        try look { try await $0.dueCancel(tenant: tenant, at: now) }
    }

    func record(
        _ task: CancelTask, call: FinishedCall, sighting: Sighting?, retryAt: Instant?, at now: Moment
    ) async throws {
        try step("record cancel \(call.outcome)") {
            try await $0.record(task, call: call, sighting: sighting, retryAt: retryAt, at: now)
        }
    }

    func pauses(tenant: String) async throws -> [LanePause] { try look { try await $0.pauses(tenant: tenant) } }

    func setPause(tenant: String, lane: LazaretCore.Operation, pause: LanePause?, at now: Moment) async throws {
        try step("pause \(pause?.reason ?? "none")") {
            try await $0.setPause(tenant: tenant, lane: lane, pause: pause, at: now)
        }
    }

    func killSwitch() async throws -> KillSwitch? { try look { try await $0.killSwitch() } }

    func settle(rules: PolicyRules, retry: RetryPolicy, at now: Moment) async throws -> Settled {
        try step("settle") { try await $0.settle(rules: rules, retry: retry, at: now) }
    }

    func dueLookups(
        _ operation: LazaretCore.Operation, tenant: String, limit: Int, at now: Moment
    ) async throws -> DueLookups {
        try look { try await $0.dueLookups(operation, tenant: tenant, limit: limit, at: now) }
    }

    func record(_ answer: LookupAnswer, call: FinishedCall, at now: Moment) async throws {
        try step("record lookup") { try await $0.record(answer, call: call, at: now) }
    }

    func takeIn(_ files: [IntakeFile], rules: IntakeRules, at now: Moment) async throws -> [IntakeReceipt] {
        try step("takeIn \(files.count)") { try await $0.takeIn(files, rules: rules, at: now) }
    }
}

/// The process is gone: nothing it does has an effect any more.
struct ProcessDied: Error {}
