import Configuration
import Connecting
import CurlTransport
import DefenderAPI
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
        var outcomes = Outcomes(metrics: metrics)
        for await request in requests {
            switch request {
            case .configuration:
                await reload(&outcomes)
                watch.listsMoved()
            case .lists: await readLists(&outcomes)
            }
        }
    }

    /// How the last readings went. Noted before they are told of: whoever hears of one finds the metric as it says.
    private struct Outcomes {
        let metrics: Metrics
        private var isConfigurationGood = true
        private var areListsGood = true

        init(metrics: Metrics) { self.metrics = metrics }

        /// A good configuration has read the lists as well.
        mutating func noteConfiguration(isGood: Bool) {
            isConfigurationGood = isGood
            if isGood { areListsGood = true }
            publish()
        }

        mutating func noteLists(areGood: Bool) {
            areListsGood = areGood
            publish()
        }

        private func publish() {
            metrics.set("lazaret_config_last_reload_successful", isConfigurationGood && areListsGood ? 1 : 0)
        }
    }

    /// SIGHUP: the new configuration as a whole, or the old one as a whole.
    ///
    /// What needs a restart (directories, tenants, listening address, transport) is named in the log, and the old
    /// value stays in force.
    private func reload(_ outcomes: inout Outcomes) async {
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
            outcomes.noteConfiguration(isGood: true)
            logger.notice("configuration reloaded", ["mode": "\(rules.mode.rawValue)"])
            let fixed = fixedSections(before, loaded)
            if !fixed.isEmpty {
                logger.warning("changed, in force after a restart", ["sections": "\(fixed.joined(separator: ","))"])
            }
        } catch {
            outcomes.noteConfiguration(isGood: false)
            logger.error("configuration refused, the old one stays in force", ["message": "\(error)"])
        }
    }

    /// The protected lists of the configuration in force. Where one cannot be read, the old ones stay.
    private func readLists(_ outcomes: inout Outcomes) async {
        do {
            let rules = try await putInForce(state.configuration)
            outcomes.noteLists(areGood: true)
            logger.notice(
                "protected lists read again",
                [
                    "files": "\(rules.protectedFiles.count)", "machines": "\(rules.protectedMachines.ids.count)",
                    "patterns": "\(rules.protectedMachines.nameGlobs.count)",
                ])
        } catch {
            outcomes.noteLists(areGood: false)
            logger.error("protected list refused, the old one stays in force", ["message": "\(error)"])
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
        for signIn in signIns { await signIn.adopt(retry: configuration.retry) }
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
