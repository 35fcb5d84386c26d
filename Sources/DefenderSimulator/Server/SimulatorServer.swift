public import LazaretCore
public import LinuxSystem
import LoopbackHTTPServer

/// A simulated Defender, with its sign-in authority and instance metadata service, on one loopback port.
///
/// The decisions are ``SimulatedDefender``; this carries them out.
public final class SimulatorServer: Sendable {
    private let server: LoopbackHTTPServer
    private let queue: ModelQueue

    /// `http://127.0.0.1:PORT`: API base, authority and metadata host alike.
    public var baseURL: String { "http://\(server.address)" }
    public var port: Int { server.port }

    /// Returns when requests are answered. `onArrival` is called for each recorded request, one at a time, before its reply
    /// leaves. Throws `LoopbackServerError`, or `EffectFileError` where the effects file cannot be opened.
    public static func start(
        options: SimulatorOptions = SimulatorOptions(), time: any TimeSource = SystemTimeSource(),
        onArrival: (@Sendable (Arrival) -> Void)? = nil
    ) async throws -> SimulatorServer {
        let address = try LoopbackAddress(host: options.host, port: options.port)
        let queue = try ModelQueue(options, time, onArrival)
        let server = try await LoopbackHTTPServer.start(on: address, limits: options.limits) { request in
            let (answer, arrived) = await queue.handle(request)
            guard answer.delay > .zero else { return answer.reply }
            do {
                try await time.sleep(until: arrived.steady + answer.delay)
                return answer.reply
            } catch {
                // The server stops.
                return .closeWithoutReply
            }
        }
        return SimulatorServer(server, queue)
    }

    /// Returns when everything is closed. Replies that are held back or hang are given up.
    public func stop() async {
        await server.stop(within: .zero)
        await queue.close()
    }

    /// Throws when the effects file can no longer be written (the simulator is silent from then on), or on cancellation.
    public func untilFailure() async throws {
        try await queue.untilFailure()
    }

    /// Everything that arrived and everything that came into being so far.
    public func effects() async -> EffectReport { await queue.change { $0.report(at: $1) } }

    public func state() async -> SimulatorState { await queue.change { $0.state(at: $1) } }

    public func add(fault: FaultRule) async { await queue.change { model, _ in model.add(fault: fault) } }

    public func clearFaults() async { await queue.change { model, _ in model.clearFaults() } }

    /// Changes options while running.
    public func apply(_ patch: SettingsPatch) async { await queue.change { model, _ in model.apply(patch) } }

    /// Every token issued so far is answered 401 from here on.
    public func revokeTokens() async {
        var patch = SettingsPatch()
        patch.revokeTokens = true
        await apply(patch)
    }

    /// Somebody else's action, as if made in the portal. Returns its id.
    public func addForeignAction(
        tenant: String, machine: MachineID, sha1: SHA1Hash, comment: String = "Found during an investigation"
    ) async -> String {
        await queue.change {
            $0.addForeignAction(tenant: tenant, machine: machine, sha1: sha1, comment: comment, at: $1)
        }
    }

    /// From now on the action has this status. False where there is no such action.
    public func turn(action id: String, to status: SimulatedStatus) async -> Bool {
        await queue.change { $0.turn(action: id, to: status, at: $1) }
    }

    /// Returns when at least `count` calls of an operation arrived since the start. Throws `CancellationError`.
    public func waitForArrivals(of operation: APIOperation, count: Int = 1) async throws {
        try await queue.wait { model, _ in model.arrivalCounts[operation, default: 0] >= count }
    }

    /// Returns when at least `count` actions came into being since the start. Throws `CancellationError`.
    public func waitForQuarantines(_ count: Int = 1) async throws {
        try await queue.wait { model, _ in model.quarantineCount >= count }
    }

    private init(_ server: LoopbackHTTPServer, _ queue: ModelQueue) {
        self.server = server
        self.queue = queue
    }
}
