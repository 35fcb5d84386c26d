import ActionLog
import AlertMapping
import BuildInfo
import Configuration
import Connecting
import CurlTransport
import DefenderAPI
import Delivery
import Foundation
import Inbox
import LazaretCore
import LinuxSystem
import Logging
import LoopbackHTTPServer
import StatusServer

/// Puts the parts together once lock, log and workers are there.
struct DaemonAssembly: Sendable {
    let configuration: Configuration
    let state: DaemonState
    let log: ActionLog
    let lock: StateLock
    let mapper: MapperInForce
    let logger: Logger
    let time: SystemTimeSource
    let environment: [String: String]
    let failures: FailureLog
    let hangUps: HangUps

    init(
        configuration: Configuration, state: DaemonState, log: ActionLog, lock: StateLock, mapper: MapperInForce,
        logger: Logger, failures: FailureLog, hangUps: HangUps, time: SystemTimeSource,
        environment: [String: String]
    ) {
        self.hangUps = hangUps
        self.failures = failures
        self.configuration = configuration
        self.state = state
        self.log = log
        self.lock = lock
        self.mapper = mapper
        self.logger = logger
        self.time = time
        self.environment = environment
    }

    func assemble() async throws -> Daemon {
        let metrics = Metrics.lazaret(version: Build.version, commit: Build.commit)
        let transport = try makeTransport()
        do { return try await assemble(transport, metrics) } catch {
            await transport.shutdown()
            throw error
        }
    }

    private func assemble(_ transport: CurlTransport, _ metrics: Metrics) async throws -> Daemon {
        let outbox = OutboxService(
            directory: configuration.inbox.outbox, log: log, time: time, report: { reportOutbox($0) })
        let connections = configuration.tenants.map { connection($0, transport, metrics) }
        let deliveriesBox = LateBell()
        let observer = DaemonObserver(
            logger: logger, failures: failures, metrics: metrics, time: time, state: state,
            released: { deliveriesBox.ring() })
        let deliveries = zip(configuration.tenants, connections).map { tenant, connection in
            TenantDelivery(
                context: DeliveryContext(
                    tenant: tenant.name, gateway: connection.client, log: log, time: time, observer: observer,
                    chance: { Double.random(in: 0..<1) }),
                settings: state.deliverySettings)
        }
        deliveriesBox.connect { for delivery in deliveries { delivery.nudge() } }
        for delivery in deliveries { try await restore(delivery) }
        let settler = Settler(log: log, time: time, observer: observer, settings: { [state] in state.deliverySettings })
        let control = ControlWatch(
            directory: configuration.stateDirectory, log: log, logger: logger, failures: failures, time: time)
        let listBell = LateBell()
        let intake = makeIntake(
            metrics, deliveries, outbox, settler,
            scanned: {
                control.bell.ring()
                listBell.ring()
                outbox.nudge()
            })
        let gatherer = StatusGatherer(
            log: log, state: state, metrics: metrics, deliveries: deliveries,
            tokens: zip(configuration.tenants, connections).map { tenant, connection in
                (tenant.name, { await connection.tokens.status().expiresAt })
            },
            workersAlive: { [mapper] in mapper.alive },
            waitingFiles: { [inbox = inboxSettings, failures] in
                do { return try InboxSurvey.take(inbox).files } catch {
                    failures.log(.warning, "the inbox cannot be listed", ["message": "\(error)"], key: "\(error)")
                    return nil
                }
            }, time: time)
        let status = try await startStatus(gatherer)
        return Daemon(
            state: state, log: log, lock: lock, mapper: mapper, transport: transport, deliveries: deliveries,
            signIns: connections.map(\.tokens), settler: settler, intake: intake, outbox: outbox,
            retention: makeRetention(),
            keeper: LogKeeper(log: log, state: state, logger: logger, time: time), control: control,
            listBell: listBell,
            certificates: makeCertificateWatch(metrics), status: status, gatherer: gatherer, logger: logger,
            metrics: metrics,
            manager: ServiceManager(environment: environment), hangUps: hangUps,
            time: time, environment: environment)
    }

    private func makeCertificateWatch(_ metrics: Metrics) -> CertificateWatch {
        CertificateWatch(
            tenants: configuration.tenants.map { tenant in
                (
                    tenant.name,
                    CredentialStore(
                        Credential(tenant.credential), trustedDirectory: environment["CREDENTIALS_DIRECTORY"])
                )
            }, logger: logger, metrics: metrics, time: time)
    }

    private func makeTransport() throws -> CurlTransport {
        do {
            var settings = try configuration.transportSettings(trustedDirectory: environment["CREDENTIALS_DIRECTORY"])
            settings.maximumConnections = configuration.exchangesAtOnce(openFiles: OpenFiles.raiseLimit())
            return try CurlTransport(settings)
        } catch {
            throw DaemonFailure(.badConfiguration, "transport: \(error)")
        }
    }

    private func connection(
        _ tenant: TenantSection, _ transport: CurlTransport, _ metrics: Metrics
    ) -> TenantConnection {
        TenantConnection(
            tenant, transport: transport, log: log, time: time, retry: configuration.retry,
            trustedDirectory: environment["CREDENTIALS_DIRECTORY"], chance: { Double.random(in: 0..<1) },
            newID: { UUID().uuidString },
            called: { [failures] report, outcome in
                metrics.add(
                    "lazaret_api_requests_total", 1,
                    [("operation", "token"), ("code", String(report.httpStatus ?? 0))])
                metrics.observe(
                    "lazaret_api_request_duration_seconds",
                    Double((report.finishedAt - report.startedAt).milliseconds) / 1000, [("operation", "token")])
                let message = report.errorMessage ?? outcome
                guard outcome != "ok" else { return }
                failures.log(
                    .warning, "sign-in failed", ["tenant": "\(tenant.name)", "message": "\(message)"],
                    key: "\(tenant.name) \(message)")
            },
            unrecorded: { [failures] error in
                metrics.add("lazaret_database_errors_total")
                failures.log(
                    .error, "the action log failed",
                    ["tenant": "\(tenant.name)", "operation": "token", "message": "\(error)"], key: "token \(error)")
            })
    }

    private func reportOutbox(_ event: OutboxService.Event) {
        switch event {
        case .published(let count): logger.debug("results written", ["files": "\(count)"])
        case .failed(let message):
            failures.log(.error, "results cannot be written", ["message": "\(message)"], key: message)
        case .healed: logger.notice("results are written again", [:])
        }
    }

    private func makeRetention() -> RetentionService {
        let inbox = configuration.inbox
        return RetentionService(
            settings: RetentionSettings(
                accepted: inbox.accepted, rejected: inbox.rejected, outbox: inbox.outbox,
                retention: inbox.retention ?? .zero), time: time,
            report: { [logger, failures] event in
                switch event {
                case .removed(let count): logger.info("old files removed", ["files": "\(count)"])
                case .failed(let failure):
                    failures.log(.warning, "old files cannot be removed", ["message": "\(failure)"], key: "\(failure)")
                }
            })
    }

    private func restore(_ delivery: TenantDelivery) async throws {
        do { try await delivery.restore() } catch {
            throw DaemonFailure(.inputOutput, "the action log cannot be read: \(error)")
        }
    }

    private func makeIntake(
        _ metrics: Metrics, _ deliveries: [TenantDelivery], _ outbox: OutboxService, _ settler: Settler,
        scanned: @escaping @Sendable () -> Void
    ) -> IntakeService {
        let reporter = IntakeReporter(
            logger: logger, metrics: metrics, state: state,
            wake: { tenants in
                for delivery in deliveries where tenants.contains(delivery.tenant) { delivery.nudge() }
                outbox.nudge()
                settler.nudge()
            },
            scanned: scanned)
        var watcher: DirectoryWatcher?
        do { watcher = try DirectoryWatcher(accept: IntakeService.watches) } catch {
            reporter.report(.notWatching(error))
        }
        return IntakeService(
            settings: inboxSettings, mapper: mapper, log: log, rules: { [state] in state.intakeRules }, time: time,
            watcher: watcher, report: { reporter.report($0) })
    }

    private var inboxSettings: InboxSettings {
        let inbox = configuration.inbox
        return InboxSettings(
            directory: inbox.directory, accepted: inbox.accepted, rejected: inbox.rejected,
            tenants: configuration.tenants.map(\.name), maximumFileSize: inbox.maximumFileSize, settle: inbox.settle,
            rescan: inbox.rescan, mappingsInFlight: configuration.mapping.workers * 32,
            // A quarter; connections have half.
            filesInHand: min(4096, OpenFiles.raiseLimit() / 4))
    }

    private func startStatus(_ gatherer: StatusGatherer) async throws -> StatusServer? {
        guard let listen = configuration.http else { return nil }
        do {
            let address = try LoopbackAddress(host: listen.host, port: listen.port)
            let server = try await StatusServer.start(
                address: address,
                sources: StatusServer.Sources(
                    metrics: { await gatherer.exposition() }, notReady: { await gatherer.notReady() },
                    report: { await gatherer.report(search: $0) }))
            logger.info("status page", ["address": "http://\(server.address)/"])
            return server
        } catch {
            throw DaemonFailure(.unavailable, "http.listen: \(error)")
        }
    }
}
