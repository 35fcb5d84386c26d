import ActionLog
import DaemonRig
import Foundation
import Glibc
import LazaretCore
import LinuxSystem

/// Fills an action log through its own verbs.
struct FilledLog {
    let log: ActionLog
    let time: SystemTimeSource

    init(_ station: DaemonStation) throws {
        time = SystemTimeSource()
        log = try ActionLog.open(path: station.state + "/actions.db", access: .daemon, boot: time.boot) {
            "0123456789ab"
        }
    }

    /// So many queued actions, each about a machine and a file of its own.
    func queue(_ count: Int, tenant: String) async throws {
        var numbers = SeededNumbers(seed: 5)
        let rules = IntakeRules(policy: .bench, tenants: TenantDirectory(entries: [.init(name: tenant, tenantID: "t")]))
        var made = 0
        while made < count {
            let orders = try (0..<min(1000, count - made)).map { _ in try order(&numbers) }
            made += orders.count
            let documents = orders.map { order in
                MappedDocument(
                    contentSHA256: numbers.hex40(),
                    result: .mapped(
                        mapping: "flat", alerts: [MappedAlert(alertID: order.alertID, items: [.order(order)])]))
            }
            _ = try await log.takeIn(
                [
                    IntakeFile(
                        sourceFile: "bench-\(made).jsonl", subdirectory: nil, mapped: MappedFile(documents: documents))
                ], rules: rules,
                at: time.now())
        }
    }

    private func order(_ numbers: inout SeededNumbers) throws -> Order {
        let (machine, sha1) = (numbers.hex40(), numbers.hex40())
        guard let machineID = MachineID(machine), let hash = SHA1Hash(sha1) else { throw BenchFailure("hex40", EINVAL) }
        return Order(
            machineID: machineID, sha1: hash, comment: "Alert", alertID: "a-\(machine.prefix(12))", tenantID: nil,
            title: "A suspicious file was observed", severity: .high, detectedAt: nil, fileName: "invoice.exe",
            machineName: "pc.example.com", handled: nil)
    }
}

extension PolicyRules {
    static var bench: PolicyRules {
        PolicyRules(mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0)
    }
}
