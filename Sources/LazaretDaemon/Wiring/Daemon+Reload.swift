import Configuration
import Connecting
import CurlTransport
import Delivery
import LazaretCore
import LinuxSystem
import Logging
import StatusServer

/// What is to be read again.
enum Rereading: Sendable {
    /// SIGHUP: everything.
    case configuration
    /// A protected list has changed.
    case lists
}

extension Daemon {
    /// One after the other, until cancelled: a list that changes during a reload waits for it.
    func reread(_ requests: AsyncStream<Rereading>, watch: ListWatch) async {
        var isConfigurationGood = true
        var areListsGood = true
        for await request in requests {
            switch request {
            case .configuration:
                isConfigurationGood = await reload()
                if isConfigurationGood { areListsGood = true }
                watch.listsMoved()
            case .lists: areListsGood = await readLists()
            }
            metrics.set("lazaret_config_last_reload_successful", isConfigurationGood && areListsGood ? 1 : 0)
        }
    }

    /// SIGHUP: the new configuration as a whole, or the old one as a whole. False: the old one.
    ///
    /// What needs a restart (directories, tenants, listening address, transport) is named in the log, and the old
    /// value stays in force.
    private func reload() async -> Bool {
        manager.notify(.reloading)
        manager.notify(.status("reloading the configuration"))
        defer {
            manager.notify(.ready)
            manager.notify(.status("\(state.rules.mode.rawValue); configuration of \(state.configuration.file)"))
        }
        let before = state.configuration
        do {
            let loaded = try Configuration.load(file: before.file, environment: environment)
            var applied = before
            applied.mapping = loaded.mapping
            applied.policy = loaded.policy
            applied.throttle = loaded.throttle
            applied.retry = loaded.retry
            applied.tracking = loaded.tracking
            applied.retention = loaded.retention
            let candidate = try await mapper.candidate(for: applied)
            let rules: PolicyRules
            do { rules = try await putInForce(applied) } catch {
                await candidate?.discard()
                throw error
            }
            if let candidate { await mapper.adopt(candidate) }
            logger.notice("configuration reloaded", ["mode": "\(rules.mode.rawValue)"])
            let fixed = fixedSections(before, loaded)
            if !fixed.isEmpty {
                logger.warning("changed, in force after a restart", ["sections": "\(fixed.joined(separator: ","))"])
            }
            return true
        } catch {
            logger.error("configuration refused, the old one stays in force", ["message": "\(error)"])
            return false
        }
    }

    /// The protected lists of the configuration in force. False: the old ones stay.
    private func readLists() async -> Bool {
        do {
            let rules = try await putInForce(state.configuration)
            logger.notice(
                "protected lists read again",
                [
                    "files": "\(rules.protectedFiles.count)", "machines": "\(rules.protectedMachines.ids.count)",
                    "patterns": "\(rules.protectedMachines.nameGlobs.count)",
                ])
            return true
        } catch {
            logger.error("protected list refused, the old one stays in force", ["message": "\(error)"])
            return false
        }
    }

    /// Reads the lists, and hands everything to everybody who holds a copy: to all of them or to none.
    private func putInForce(_ configuration: Configuration) async throws -> PolicyRules {
        let rules = try ProtectedLists.rules(
            of: configuration.policy, maximumOrdersPerFile: configuration.mapping.maximumOrdersPerFile)
        let old = state.deliverySettings
        let new = DeliverySettings(configuration, rules: rules)
        for (index, delivery) in deliveries.enumerated() {
            do { try await delivery.apply(new) } catch {
                // Longer windows could not be read; back to the shorter ones, for which nothing is read.
                for earlier in deliveries[..<index] { try await earlier.apply(old) }
                throw error
            }
        }
        state.replace(configuration: configuration, rules: rules)
        transport.allow(exchanges: configuration.exchangesAtOnce(openFiles: OpenFiles.raiseLimit()))
        settler.nudge()
        return rules
    }

    private func fixedSections(_ before: Configuration, _ loaded: Configuration) -> [String] {
        [
            ("stateDirectory", before.stateDirectory != loaded.stateDirectory), ("inbox", before.inbox != loaded.inbox),
            ("tenants", before.tenants != loaded.tenants),
            ("transport", before.transport != loaded.transport), ("log", before.log != loaded.log),
            ("http", before.http != loaded.http),
        ].filter(\.1).map(\.0)
    }
}

extension DeliverySettings {
    init(_ configuration: Configuration, rules: PolicyRules) {
        self.init(
            rules: rules, throttle: configuration.throttle, retry: configuration.retry,
            tracking: configuration.tracking,
            // A call can be two exchanges: a token, and the call.
            callLimit: .milliseconds(configuration.transport.timeout.milliseconds * 2 + 5000))
    }
}
