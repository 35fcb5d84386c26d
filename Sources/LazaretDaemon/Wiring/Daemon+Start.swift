import ActionLog
import AlertMapping
import Configuration
import CurlTransport
import Delivery
import Foundation
import Glibc
import Inbox
import LazaretCore
import LinuxSystem
import Logging
import LoopbackHTTPServer
import StatusServer

extension Daemon {
    /// Reads the configuration, takes the lock, opens the action log, starts workers and listeners: everything that can keep
    /// the daemon from running fails here, with the exit code of the contract. What was started is stopped again then.
    public static func start(configurationFile: String, environment: [String: String]) async throws -> Daemon {
        let hangUps = await HangUps.trap()
        ResidentMemory.keepHeapTogether()
        let configuration: Configuration
        let rules: PolicyRules
        let lists: [ListSignature]
        do {
            configuration = try Configuration.load(file: configurationFile, environment: environment)
            lists = ListSignature.of(configuration.policy)
            rules = try ProtectedLists.rules(
                of: configuration.policy, maximumOrdersPerFile: configuration.mapping.maximumOrdersPerFile)
        } catch {
            throw DaemonFailure(error.isDenied ? .noPermission : .badConfiguration, "\(error)")
        }
        let time = SystemTimeSource(bootID: environment["LAZARET_BOOT_ID"])
        let state = DaemonState(configuration: configuration, rules: rules, listsAtStart: lists)
        let logger = DaemonLogger.make(configuration.log, time: time, environment: environment)
        let failures = FailureLog(logger: logger, time: time)
        // The group's bits of the inbox come from mkdir: where the unit forbids set-group-ID (RestrictSUIDSGID), no chmod may.
        umask(0o007)
        try createDirectories(configuration)
        umask(0o027)
        let lock = try takeLock(configuration)
        let log = try openLog(configuration, time: time)
        do {
            let recovered = try await recover(log, configuration, time: time)
            if recovered > 0 {
                logger.notice("posts of before the restart are looked for", ["actions": "\(recovered)"])
            }
            let mapper: MapperInForce
            do {
                mapper = try await MapperInForce.start(configuration) { tell($0, logger, failures) }
            } catch {
                throw DaemonFailure(.badConfiguration, "\(error)")
            }
            let assembly = DaemonAssembly(
                configuration: configuration, state: state, log: log, lock: lock, mapper: mapper, logger: logger,
                failures: failures, hangUps: hangUps, time: time, environment: environment)
            do { return try await assembly.assemble() } catch {
                await mapper.shutdown()
                throw error
            }
        } catch {
            do { try log.close() } catch let closing {
                logger.error("the action log did not close", ["message": "\(closing)"])
            }
            throw error
        }
    }

    private static func createDirectories(_ configuration: Configuration) throws {
        let inbox = configuration.inbox
        do {
            try InboxDirectories.create(configuration.stateDirectory)
            try InboxDirectories.create(inbox.directory, mode: 0o2770)
            for path in [inbox.accepted, inbox.rejected] { try InboxDirectories.create(path) }
            if let outbox = inbox.outbox { try InboxDirectories.create(outbox) }
        } catch {
            throw DaemonFailure(.cannotCreate, "a directory cannot be made: \(error)")
        }
    }

    private static func takeLock(_ configuration: Configuration) throws -> StateLock {
        let file = configuration.path(of: .lock)
        do {
            switch try StateLock.take(file: file) {
            case .locked(let lock): return lock
            case .busy(let pid):
                let who = pid.map { " (process \($0))" } ?? ""
                throw DaemonFailure(.tryLater, "\(configuration.stateDirectory): another daemon runs here\(who)")
            }
        } catch let error as SystemError {
            throw DaemonFailure(.cannotCreate, "\(error)")
        }
    }

    private static func openLog(_ configuration: Configuration, time: SystemTimeSource) throws -> ActionLog {
        do {
            return try ActionLog.open(
                path: configuration.databasePath, access: .daemon, boot: time.boot,
                newInstallation: { Randomness.hex(12) })
        } catch {
            throw failure(error, configuration)
        }
    }

    private static func recover(_ log: ActionLog, _ configuration: Configuration, time: SystemTimeSource) async throws
        -> Int
    {
        do { return try await log.recover(at: time.now()) } catch { throw failure(error, configuration) }
    }

    /// An action log that cannot be opened, or not be brought up to date.
    private static func failure(_ error: any Error, _ configuration: Configuration) -> DaemonFailure {
        let path = configuration.databasePath
        switch error {
        case ActionLogError.busy(let text):
            return DaemonFailure(.tryLater, "\(path): \(text); another process is writing and did not end")
        case ActionLogError.schemaIsNewer, ActionLogError.notAnActionLog:
            return DaemonFailure(.unavailable, "\(path): \(error); it is left alone")
        default: return DaemonFailure(.inputOutput, "\(path): \(error)")
        }
    }

    private static func tell(_ event: MappingWorkerEvent, _ logger: Logger, _ failures: FailureLog) {
        switch event {
        case .ready(let process, let isFiltered):
            logger.debug("mapping worker ready", ["process": "\(process)"])
            if isFiltered { return }
            failures.log(
                .warning,
                "mapping workers run without a system-call filter; their limits and empty surroundings remain",
                ["process": "\(process)"], key: "")
        case .died(let process, let cause, let file):
            failures.log(
                .warning, "mapping worker died",
                ["process": "\(process)", "message": "\(cause)", "file": "\(file ?? "")"],
                key: "\(cause) \(file ?? "")")
        case .failedToStart(let message):
            failures.log(.error, "mapping worker does not start", ["message": "\(message)"], key: message)
        }
    }
}

enum Randomness {
    /// Lower-case hexadecimal digits from the system's generator.
    static func hex(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
}
