import Foundation
import LazaretCore
import LoopbackHTTPServer

/// The model with its clock and its effects file, one request at a time, on a queue of its own: writing the file blocks,
/// and large answers take their time.
final class ModelQueue: @unchecked Sendable {
    private struct Waiter {
        let id: UUID
        let condition: @Sendable (borrowing SimulatedDefender, EffectFileError?) -> Bool
        let wake: CheckedContinuation<Void, any Error>
    }

    // Everything below is touched on this queue only.
    private let queue = DispatchQueue(label: "defender-simulator")
    private var model: SimulatedDefender
    private var failure: EffectFileError?
    private var waiters: [Waiter] = []
    private var cancelled: Set<UUID> = []
    private var isClosed = false
    private let file: EffectFile?
    private let time: any TimeSource
    private let onArrival: (@Sendable (Arrival) -> Void)?

    init(
        _ options: SimulatorOptions, _ time: any TimeSource, _ onArrival: (@Sendable (Arrival) -> Void)?
    ) throws(EffectFileError) {
        model = SimulatedDefender(options: options)
        self.time = time
        self.onArrival = onArrival
        if let path = options.effectsFile {
            file = try EffectFile(path: path, syncs: options.syncsEffects)
        } else {
            file = nil
        }
    }

    /// Returns when the effects are in the file: before the reply can leave.
    func handle(_ request: ServerRequest) async -> (answer: SimulatedAnswer, arrived: Moment) {
        await perform { queue, now in
            var answer = queue.model.handle(request, at: now)
            do throws(EffectFileError) {
                if queue.failure == nil { try queue.file?.append(answer.effects) }
            } catch {
                queue.failure = error
            }
            if queue.failure != nil { answer = SimulatedAnswer(reply: .closeWithoutReply, delay: .zero, effects: []) }
            for case .arrival(let arrival) in answer.effects { queue.onArrival?(arrival) }
            return (answer, now)
        }
    }

    func change<Result: Sendable>(
        _ body: @escaping @Sendable (inout SimulatedDefender, Moment) -> Result
    ) async -> Result {
        await perform { queue, now in body(&queue.model, now) }
    }

    /// Returns when the condition holds; it is looked at after everything that happens here. Throws `CancellationError`
    /// when the task is cancelled or the simulator stops.
    func wait(
        until condition: @escaping @Sendable (borrowing SimulatedDefender, EffectFileError?) -> Bool
    ) async throws {
        let id = UUID()
        // The cancellation may come before the waiter: then it is remembered for it.
        defer { queue.async { self.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (wake: CheckedContinuation<Void, any Error>) in
                queue.async {
                    guard !self.isClosed, self.cancelled.remove(id) == nil else {
                        return wake.resume(throwing: CancellationError())
                    }
                    self.waiters.append(Waiter(id: id, condition: condition, wake: wake))
                    self.wakeSatisfied()
                }
            }
        } onCancel: {
            queue.async {
                guard let index = self.waiters.firstIndex(where: { $0.id == id }) else {
                    self.cancelled.insert(id)
                    return
                }
                self.waiters.remove(at: index).wake.resume(throwing: CancellationError())
            }
        }
    }

    /// Nobody waits any longer.
    func close() async {
        await perform { queue, _ in
            queue.isClosed = true
            for waiter in queue.waiters { waiter.wake.resume(throwing: CancellationError()) }
            queue.waiters = []
        }
    }

    /// Throws what became of the effects file. Never returns; ends by cancellation.
    func untilFailure() async throws {
        try await wait { _, failure in failure != nil }
        if let failure = await perform({ queue, _ in queue.failure }) { throw failure }
    }

    private func perform<Result: Sendable>(
        _ body: @escaping @Sendable (ModelQueue, Moment) -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async {
                let result = body(self, self.time.now())
                self.wakeSatisfied()
                continuation.resume(returning: result)
            }
        }
    }

    private func wakeSatisfied() {
        guard !waiters.isEmpty else { return }
        let satisfied = waiters.filter { $0.condition(model, failure) }
        guard !satisfied.isEmpty else { return }
        waiters.removeAll { waiter in satisfied.contains { $0.id == waiter.id } }
        for waiter in satisfied { waiter.wake.resume() }
    }
}
