import LazaretCore
import LazaretTestKit
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1))) struct SettlerPulseTests {
    @Test("a settler at rest is not wedged, one whose transaction does not come back is")
    func wedged() async {
        let time = ManualTimeSource()
        let log = HeldLog()
        let settler = Settler(log: log, time: time, observer: Deaf()) {
            DeliverySettings(
                rules: PolicyRules(), throttle: ThrottlePolicy(), retry: RetryPolicy(), tracking: TrackingPolicy(),
                callLimit: .seconds(5))
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await settler.run() }
            for await _ in log.calls { break }
            #expect(settler.isWedged(for: .seconds(10), at: time.now().steady + .seconds(11)))
            #expect(!settler.isWedged(for: .seconds(10), at: time.now().steady + .seconds(10)))
            log.release()
            await time.waitForSleepers()
            #expect(!settler.isWedged(for: .seconds(10), at: time.now().steady + .seconds(86_400)))
            group.cancelAll()
        }
    }
}

private struct Deaf: DeliveryObserver {
    func deliveryDid(_ event: DeliveryEvent) {}
}

/// An action log whose transaction takes until it is released.
private struct HeldLog: LaneLog {
    private let called = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    var calls: AsyncStream<Void> { called.stream }

    func release() { gate.continuation.finish() }

    func settle(rules: PolicyRules, retry: RetryPolicy, at now: Moment) async throws -> Settled {
        called.continuation.yield()
        for await _ in gate.stream {}
        return Settled()
    }

    func pauses(tenant: String) async throws -> [LanePause] { [] }
    func setPause(tenant: String, lane: LazaretCore.Operation, pause: LanePause?, at now: Moment) async throws {}
    func killSwitch() async throws -> KillSwitch? { nil }
}
