import Configuration
import Connecting
import CurlTransport
import Delivery
import LazaretCore
import LinuxSystem
import Logging
import StatusServer

extension Daemon {
    /// SIGHUP: the new configuration as a whole, or the old one as a whole.
    ///
    /// What needs a restart (directories, tenants, listening address, transport, mapping) is named in the log, and the old
    /// value stays in force.
    func reload() async {
        manager.notify(.reloading)
        manager.notify(.status("reloading the configuration"))
        defer {
            manager.notify(.ready)
            manager.notify(.status("\(state.rules.mode.rawValue); configuration of \(state.configuration.file)"))
        }
        let before = state.configuration
        do {
            let loaded = try Configuration.load(file: before.file, environment: environment)
            let rules = try ProtectedLists.rules(
                of: loaded.policy, maximumOrdersPerFile: loaded.mapping.maximumOrdersPerFile)
            var applied = before
            applied.policy = loaded.policy
            applied.throttle = loaded.throttle
            applied.retry = loaded.retry
            applied.tracking = loaded.tracking
            applied.retention = loaded.retention
            state.replace(configuration: applied, rules: rules)
            try await applySettings()
            metrics.set("lazaret_config_last_reload_successful", 1)
            logger.notice("configuration reloaded", ["mode": "\(rules.mode.rawValue)"])
            let fixed = fixedSections(before, loaded)
            if !fixed.isEmpty {
                logger.warning("changed, in force after a restart", ["sections": "\(fixed.joined(separator: ","))"])
            }
        } catch {
            metrics.set("lazaret_config_last_reload_successful", 0)
            logger.error("configuration refused, the old one stays in force", ["message": "\(error)"])
        }
    }

    /// To everybody who holds a copy of the rules.
    private func applySettings() async throws {
        transport.allow(exchanges: state.configuration.exchangesAtOnce(openFiles: OpenFiles.raiseLimit()))
        for delivery in deliveries { try await delivery.apply(state.deliverySettings) }
        settler.nudge()
    }

    /// The protected lists, read again when they change.
    var listWatch: ListWatch {
        ListWatch(
            state: state, logger: logger, time: time,
            applied: {
                do { try await applySettings() } catch {
                    logger.error("new rules could not be handed on", ["message": "\(error)"])
                }
            },
            failed: { metrics.set("lazaret_config_last_reload_successful", 0) }, bell: listBell)
    }

    private func fixedSections(_ before: Configuration, _ loaded: Configuration) -> [String] {
        [
            ("stateDirectory", before.stateDirectory != loaded.stateDirectory), ("inbox", before.inbox != loaded.inbox),
            ("mapping", before.mapping != loaded.mapping), ("tenants", before.tenants != loaded.tenants),
            ("transport", before.transport != loaded.transport), ("log", before.log != loaded.log),
            ("http", before.http != loaded.http),
        ].filter(\.1).map(\.0)
    }
}
