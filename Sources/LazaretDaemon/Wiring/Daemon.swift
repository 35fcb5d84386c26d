import ActionLog
import AlertMapping
import Configuration
import CurlTransport
import DefenderAPI
import Delivery
import HTTPTransport
import Inbox
import LazaretCore
import LinuxSystem
import Logging
import StatusServer

/// The whole daemon: its parts, the order in which they start, and the order in which they stop.
public struct Daemon: Sendable {
    let state: DaemonState
    let log: ActionLog
    let lock: StateLock
    let mapper: MapperInForce
    let transport: CurlTransport
    let deliveries: [TenantDelivery]
    let signIns: [TokenSource]
    let settler: Settler
    let intake: IntakeService
    let outbox: OutboxService
    let retention: RetentionService
    let keeper: LogKeeper
    let control: ControlWatch
    let listBell: LateBell
    let certificates: CertificateWatch
    let status: StatusServer?
    let gatherer: StatusGatherer
    let logger: Logger
    let metrics: Metrics
    let manager: ServiceManager
    let hangUps: HangUps
    let time: any TimeSource
    let environment: [String: String]

    /// Until a stop signal, and then until everything is at rest. Returns the process's exit code.
    public func run() async -> Int32 {
        let signals = await DaemonSignals.trap()
        // Until the very end: a second signal must find its listener.
        defer { withExtendedLifetime(signals) {} }
        if await control.settleAtStart({ signals.isStopAsked }) {
            await work(signals)
        } else {
            await signals.untilStop()
        }
        await mapper.shutdown()
        await transport.shutdown()
        if let status { await status.stop() }
        await keeper.tellHead()
        logger.notice("stopped", [:])
        do {
            try log.close()
        } catch {
            logger.error("the action log did not close", ["message": "\(error)"])
            return DaemonFailure.Code.inputOutput.rawValue
        }
        if state.isSuperseded { return DaemonFailure.Code.tryLater.rawValue }
        return 0
    }

    private func work(_ signals: DaemonSignals) async {
        manager.notify(.ready)
        manager.notify(.status("running, \(state.rules.mode.rawValue)"))
        ResidentMemory.giveBackWhatStartNeeded()
        logger.notice(
            "ready",
            [
                "mode": "\(state.rules.mode.rawValue)", "tenants": "\(deliveries.map(\.tenant).joined(separator: ","))",
                "inbox": "\(state.configuration.inbox.directory)",
            ])
        let (whileFed, feeding) = AsyncStream.makeStream(of: Never.self)
        await withTaskGroup(of: Part.self) { group in
            group.addTask {
                await feed(while: whileFed)
                return .feeding
            }
            for delivery in deliveries {
                group.addTask {
                    await delivery.run()
                    return .delivery
                }
            }
            group.addTask {
                await serve(signals)
                return .signals
            }
            // The signals' task ends first: it is what a stop looks like from here. A delivery that ends by itself has seen
            // another daemon take over the log, as that task will.
            var running = deliveries.count
            while let part = await group.next(), part != .signals { if part == .delivery { running -= 1 } }
            feeding.finish()
            await stop(&group, running: running)
        }
    }

    /// Takes in until `isFed` ends: from then on nothing new, while what is in flight still goes to its end.
    private func feed(while isFed: AsyncStream<Never>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await intake.run() }
            group.addTask { for await _ in isFed {} }
            await group.next()
            group.cancelAll()
        }
    }

    enum Part: Sendable {
        case feeding, delivery, signals, overtime
    }

    /// Everything that lives beside intake and delivery, until a stop signal, or until another daemon has taken over the log.
    private func serve(_ signals: DaemonSignals) async {
        let (rereadings, reread) = AsyncStream.makeStream(of: Rereading.self)
        let listWatch = ListWatch(
            state: state, logger: logger, time: time, bell: listBell, changed: { reread.yield(.lists) })
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await settler.run()
                return false
            }
            group.addTask {
                await outbox.run()
                return false
            }
            group.addTask {
                // The outbox may have something to write, canaries may go on: whatever has ended it, a call's answer, a
                // time-out or a rule.
                for await _ in log.endings {
                    outbox.nudge()
                    settler.nudge()
                }
                return false
            }
            group.addTask {
                await retention.run()
                return false
            }
            group.addTask {
                await certificates.run()
                return false
            }
            group.addTask {
                await keeper.run()
                return false
            }
            group.addTask {
                await listWatch.run()
                return false
            }
            group.addTask {
                await self.reread(rereadings, watch: listWatch)
                return false
            }
            group.addTask {
                await control.run { wakeAll() }
                return false
            }
            group.addTask {
                await feedWatchdog()
                return false
            }
            group.addTask {
                await hangUps.run { reread.yield(.configuration) }
                return false
            }
            group.addTask {
                await signals.untilStop()
                return true
            }
            group.addTask {
                await log.untilSuperseded()
                if !Task.isCancelled { noteSuperseded() }
                return true
            }
            while let isStop = await group.next(), !isStop {}
            group.cancelAll()
        }
    }

    private func noteSuperseded() {
        state.noteSuperseded()
        logger.critical("another daemon has taken over the action log; this one does nothing more")
    }

    /// Nothing new is begun; posts in flight get their time, then they are cut off and found `unconfirmed` at the next start.
    private func stop(_ group: inout TaskGroup<Part>, running deliveriesLeft: Int) async {
        state.noteStopping()
        manager.notify(.stopping)
        manager.notify(.status("stopping; what is in flight is brought to its end"))
        logger.notice("stopping", [:])
        for delivery in deliveries { delivery.stop() }
        let deadline = time.now().steady + Self.grace
        group.addTask {
            // Cancelled when everything else has ended.
            try? await time.sleep(until: deadline)
            return .overtime
        }
        var running = deliveriesLeft
        while running > 0, let part = await group.next() {
            if part == .overtime { break }
            if part == .delivery { running -= 1 }
        }
        group.cancelAll()
        await group.waitForAll()
    }

    /// systemd allows ten seconds (contract, section 7).
    private static let grace: Duration = .seconds(7)

    private func wakeAll() {
        for delivery in deliveries { delivery.nudge() }
        settler.nudge()
        // What a person denied or cancelled may have been an alert's last open action.
        outbox.nudge()
    }
}
