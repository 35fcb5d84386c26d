import LazaretCore
import LoopbackHTTPServer

/// Machines and files as the lookups answer them: made up from their ids, then as the options have it.
/// (defender-api, sections 6.2 and 6.3)
enum Inventory {
    static func dnsName(_ machine: String) -> String { "host-\(machine.prefix(8)).example.test" }

    /// By id, or by the DNS name that the options give a machine.
    static func machine(
        _ name: String, _ options: InventoryOptions, at now: Instant
    ) throws(APIError) -> JSONValue {
        let named = options.machines.first { $0.value["computerDnsName"]?.text?.lowercased() == name.lowercased() }
        guard let id = MachineID(named?.key ?? name)?.description,
            !InventoryOptions.contains(options.unknownMachines, id)
        else { throw .machine(name) }
        let isSupported = !InventoryOptions.contains(options.unsupportedMachines, id)
        let seen = TimeText.sevenDigits(now - .seconds(3600), 1234)
        let made: JSONValue = .object([
            .init("@odata.context", .string(SimulatedDefender.context + "#Machines/$entity")), .init("id", .string(id)),
            .init("computerDnsName", .string(dnsName(id))),
            .init("firstSeen", .string(TimeText.sevenDigits(now - .seconds(90 * 86_400), 5678))),
            .init("lastSeen", .string(seen)), .init("osPlatform", .string(isSupported ? "Windows11" : "Linux")),
            .init("osVersion", .null), .init("osProcessor", .string("x64")), .init("osArchitecture", .string("64-bit")),
            .init("version", .string("23H2")), .init("osBuild", .integer(22631)),
            .init("lastIpAddress", .string("192.0.2.10")), .init("lastExternalIpAddress", .string("198.51.100.10")),
            .init("healthStatus", .string("Active")), .init("onboardingStatus", .string("Onboarded")),
            .init("rbacGroupId", .integer(0)), .init("rbacGroupName", .null), .init("riskScore", .string("Low")),
            .init("exposureLevel", .string("Low")), .init("deviceValue", .string("Normal")),
            .init("isAadJoined", .bool(false)), .init("aadDeviceId", .null), .init("machineTags", .array([])),
            .init("ipAddresses", .array([])), .init("managedBy", .string("Unknown")), .init("isExcluded", .bool(false)),
            .init("exclusionReason", .null), .init("mergedIntoMachineId", .null),
            .init("isPotentialDuplication", .bool(false)),
        ])
        return options.machines[id].map { made.merging($0) } ?? made
    }

    static func file(_ name: String, _ options: InventoryOptions) throws(APIError) -> JSONValue {
        let hash = try known(name, options)
        let isSHA1 = hash.count == 40
        let made: JSONValue = .object([
            .init("@odata.context", .string(SimulatedDefender.context + "#Files/$entity")),
            .init("sha1", .string(isSHA1 ? hash : String(hash.prefix(40)))),
            .init("sha256", .string(isSHA1 ? hash + String(hash.prefix(24)) : hash)), .init("md5", .null),
            .init("globalPrevalence", .integer(3)),
            .init("globalFirstObserved", .string("2026-01-02T03:04:05.6789012Z")),
            .init("globalLastObserved", .string("2026-01-03T03:04:05.6789012Z")), .init("size", .integer(22139)),
            .init("fileType", .null), .init("isPeFile", .bool(true)), .init("filePublisher", .null),
            .init("fileProductName", .null), .init("signer", .null), .init("issuer", .null), .init("signerHash", .null),
            .init("isValidCertificate", .null), .init("determinationType", .string("Malware")),
            .init("determinationValue", .string("Trojan:Win32/Sample")),
        ])
        return options.files[hash].map { made.merging($0) } ?? made
    }

    static func stats(
        _ name: String, _ options: InventoryOptions, _ request: ServerRequest
    ) throws(APIError) -> JSONValue {
        let hash = try known(name, options)
        if let text = request.queryItems.first(where: { $0.name == "lookBackHours" })?.value {
            guard let hours = Int(text), (1...720).contains(hours) else {
                throw .input("lookBackHours must be between 1 and 720")
            }
        }
        let made: JSONValue = .object([
            .init(
                "@odata.context",
                .string(SimulatedDefender.context + "#microsoft.windowsDefenderATP.api.InOrgFileStats")),
            .init("sha1", .string(hash)), .init("organizationPrevalence", .integer(2)),
            .init("orgFirstSeen", .string("2026-01-02T03:04:05Z")),
            .init("orgLastSeen", .string("2026-01-03T03:04:05Z")),
            .init("globallyPrevalence", .integer(3)),
            .init("globalFirstObserved", .string("2026-01-02T03:04:05.6789012Z")),
            .init("globalLastObserved", .string("2026-01-03T03:04:05.6789012Z")),
            .init("topFileNames", .array([.string("sample.exe")])),
        ])
        return options.fileStats[hash].map { made.merging($0) } ?? made
    }

    /// A SHA-1 or SHA-256 that is known.
    private static func known(_ name: String, _ options: InventoryOptions) throws(APIError) -> String {
        let hash = name.lowercased()
        guard [40, 64].contains(hash.utf8.count), hash.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else { throw .hash(name) }
        guard !InventoryOptions.contains(options.unknownFiles, hash) else { throw .file(name) }
        return hash
    }
}
