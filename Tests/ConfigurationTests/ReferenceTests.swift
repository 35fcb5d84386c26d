import Foundation
import LazaretCore
import Testing

@testable import Configuration

/// `config/lazaret.yaml` is the reference: it must show every key, each with its default.
struct ReferenceTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("the shipped file shows exactly the defaults")
    func shippedFileShowsTheDefaults() throws {
        let file = Self.root.appendingPathComponent("config/lazaret.yaml").path
        let shipped = try Configuration.load(file: file, environment: [:])
        let bare = try reader.read(minimal, file: file)
        #expect(shipped == bare)
    }

    @Test("the shipped file names every key that the reader knows")
    func shippedFileNamesEveryKey() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("config/lazaret.yaml"), encoding: .utf8)
        let keys = [
            "stateDirectory", "inbox", "directory", "accepted", "rejected", "outbox", "maximumFileSize", "settle",
            "rescan",
            "retention", "extraDirectory", "order", "maximumOrdersPerFile", "workers", "timeout", "tenants", "name",
            "tenantId", "clientId", "cloud", "apiBase", "authority", "scope", "credential", "clientSecretFile",
            "certificateFile", "privateKeyFile", "signature", "federatedTokenFile", "managedIdentity", "connectTimeout",
            "proxy", "noProxy", "proxyCredentialFile", "caFile", "minimumTLS", "windows", "share", "maximumInFlight",
            "initialDelay", "maximumDelay", "maximumAge", "maximumAttempts", "findBeforeResend", "initialInterval",
            "maximumInterval", "overdueAfter", "mode", "minimumSeverity", "severityWhenMissing", "maximumAlertAge",
            "skipHandled", "protectedFiles", "protectedMachines", "suppressRepeats", "machinesPerFile",
            "actionsPerMachine", "actions", "canary", "approvalTimeout", "approvalByOther", "lookups", "level",
            "format",
            "listen",
        ]
        for key in keys { #expect(text.contains("\(key):"), "\(key) is missing") }
    }

    private var reader: ConfigurationReader {
        ConfigurationReader(
            directory: Self.root.appendingPathComponent("config").path, credentialsDirectory: nil,
            exists: { _ in false })
    }

    private let minimal = """
        tenants:
          - name: default
            tenantId: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            credential: {clientSecretFile: client-secret}
        """
}
