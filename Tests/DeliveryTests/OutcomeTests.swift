import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// The outcome table of `docs/delivery.md`, row by row, through client, services and action log.
struct OutcomeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var faults: [Fault]
        /// Of every call for the action, in order.
        var outcomes: [String]
        var state = "succeeded"
        var adopted = "0"
        var effects = 1
        /// `machine_actions.attempts`: time throttled or at fault is none.
        var attempts = "1"
        var testDescription: String { name }
    }

    private static func status(_ status: Int, _ code: String?, _ message: String? = nil) -> Fault {
        .errorBefore(status: status, code: code, message: message)
    }

    static let rows: [Row] = [
        Row(name: "accepted", faults: [], outcomes: ["accepted"]),
        Row(name: "adopted", faults: [.sameFileAction], outcomes: ["adopted"], adopted: "1", effects: 0),
        Row(name: "foreign", faults: [.foreignAction], outcomes: ["foreign", "accepted"]),
        Row(
            name: "already running, and nothing is found",
            faults: [status(400, "ActiveRequestAlreadyExists")],
            outcomes: ["already_running", "not_found", "not_found", "accepted"]),
        Row(
            name: "already running by its text alone",
            faults: [status(400, "BadRequest", "Action is already in progress")],
            outcomes: ["already_running", "not_found", "not_found", "accepted"]),
        Row(name: "throttled", faults: [.throttled(retryAfter: "30")], outcomes: ["throttled", "accepted"]),
        Row(name: "a first 401", faults: [.unauthorized], outcomes: ["lane_fault", "accepted"]),
        Row(
            name: "401 twice", faults: [.unauthorized, .unauthorized],
            outcomes: ["lane_fault", "lane_fault", "accepted"]),
        Row(name: "403 Forbidden", faults: [.forbidden], outcomes: ["lane_fault", "accepted"]),
        Row(name: "403 DisabledFeature", faults: [.disabledFeature], outcomes: ["lane_fault", "accepted"]),
        Row(name: "redirect", faults: [.redirect(location: "https://x.test/")], outcomes: ["lane_fault", "accepted"]),
    ]

    static let unknownAfter: [Row] = [
        .dropAfter, .resetAfter, .hangAfter, .errorAfter(status: 500, code: nil, message: nil), .pageAfter(status: 502),
        .truncated, .brokenJSON, .emptyBody, .garbage,
    ].map { Row(name: "done, answer lost: \($0)", faults: [$0], outcomes: ["unknown", "found"]) }

    static let unknownBefore: [Row] = [
        .dropBefore, .resetBefore, .hangBefore, status(500, nil), status(409, "Conflict"), status(408, nil),
        .pageBefore(status: 503),
    ].map {
        Row(
            name: "not done, answer lost: \($0)", faults: [$0],
            outcomes: ["unknown", "not_found", "not_found", "accepted"], attempts: "2")
    }

    static let refused: [Row] = [
        (400, "InvalidHashValue"), (400, "OsPlatformNotSupported"), (400, "ClientVersionNotSupported"),
        (400, "MissingRequiredParameter"), (400, "InvalidInput"), (403, "DisallowedOperation"),
        (404, "ResourceNotFound"),
    ].map {
        Row(name: $0.1, faults: [status($0.0, $0.1)], outcomes: ["refused"], state: "refused", effects: 0)
    }

    @Test(arguments: rows + unknownAfter + unknownBefore + refused)
    func outcome(_ row: Row) async throws {
        try await Stage.run { stage in
            for fault in row.faults { stage.add(fault) }
            try stage.deliver()
            stage.run(3600)
            #expect(try stage.outcomes() == row.outcomes)
            let action = try stage.action()
            #expect(action["state"] == row.state)
            #expect(action["adopted"] == row.adopted)
            #expect(action["attempts"] == row.attempts)
            #expect(stage.effects == row.effects)
            if row.state == "refused" { #expect(action["error_code"] == row.name) }
        }
    }

    @Test func `already running for the same file is adopted with its id`() async throws {
        try await Stage.run(defender: { $0.lifecycle.pending = .seconds(600) }) { stage in
            let (machine, file) = (try #require(MachineID(Stage.machine)), try #require(SHA1Hash(Stage.file)))
            let tenant = stage.world.tenants[0].id
            stage.world.change { _ = $0.addForeignAction(tenant: tenant, machine: machine, sha1: file, at: $1) }
            try stage.deliver()
            stage.run(1200)
            #expect(try stage.outcomes() == ["already_running", "found"])
            let action = try stage.action()
            #expect(action["adopted"] == "1" && action["state"] == "succeeded")
            #expect(action["machine_action_id"] == stage.world.report().quarantines[0].actionID)
            #expect(stage.effects == 0)
        }
    }

    @Test func `already running for another file is waited for, and never adopted`() async throws {
        try await Stage.run(
            defender: {
                $0.lifecycle.lock = .machine
                $0.lifecycle.pending = .seconds(400)
            }
        ) { stage in
            let (machine, file) = (try #require(MachineID(Stage.machine)), try #require(SHA1Hash(Stage.otherFile)))
            let tenant = stage.world.tenants[0].id
            stage.world.change { _ = $0.addForeignAction(tenant: tenant, machine: machine, sha1: file, at: $1) }
            try stage.deliver()
            stage.run(60)
            #expect(try stage.action()["reason"] == "behind_foreign_action")
            stage.run(1800)
            let outcomes = try stage.outcomes()
            #expect(outcomes.prefix(2) == ["already_running", "not_found"] && outcomes.last == "accepted")
            #expect(try stage.action()["adopted"] == "0")
            #expect(stage.effects == 1)
        }
    }

    @Test func `what was not sent is sent again`() async throws {
        try await Stage.run { stage in
            // Signed in.
            try stage.deliver(Stage.machine(1))
            stage.run(5)
            stage.world.weather.isDown = true
            try stage.deliver()
            stage.run(3)
            stage.world.weather.isDown = false
            stage.run(120)
            let outcomes = try stage.outcomes(2)
            #expect(outcomes.first == "not_sent" && outcomes.last == "accepted")
            #expect(stage.effects == 2 && stage.times(.submit).count == 2)
        }
    }

    @Test(
        arguments: [
            (
                "token refused", Fault.errorBefore(status: 401, code: "invalid_client", message: nil),
                "submit token_refused 300"
            ),
            ("sign-in down", .errorBefore(status: 503, code: nil, message: nil), "submit unreachable -"),
        ] as [(String, Fault, String?)])
    func `without a token nothing is claimed`(name: String, fault: Fault, pause: String?) async throws {
        try await Stage.run { stage in
            stage.add(fault, operation: .token, times: 1)
            try stage.deliver()
            stage.run(1)
            #expect(try stage.outcomes() == [])
            #expect(try stage.action()["state"] == "queued")
            #expect(stage.pauses.first == pause)
            stage.run(400)
            #expect(try stage.outcomes() == ["accepted"])
            #expect(try stage.action()["attempts"] == "1")
        }
    }

    @Test func `killed while sending: looked for at the start, and found`() async throws {
        try await Stage.run { stage in
            stage.world.weather.latency = .seconds(5)
            try stage.deliver()
            stage.run(0)
            #expect(try stage.action()["state"] == "sending")
            try stage.world.kill()
            stage.run(600)
            #expect(try stage.outcomes().first == "unknown" && stage.outcomes().last == "found")
            #expect(try stage.attempts().first?["error_code"] == "crashed")
            #expect(try stage.action()["adopted"] == "0")
            #expect(stage.effects == 1)
        }
    }
}
