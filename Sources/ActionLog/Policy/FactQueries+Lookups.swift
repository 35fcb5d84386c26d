import GRDB
import LazaretCore

extension FactQueries {
    /// Defender's answer about the machine, while it is fresh. Without one: unavailable where the lane is at fault.
    func machine(_ id: String, at now: Instant) throws -> LookedUp<MachineRecord> {
        guard let row = try fresh("machine_lookups", "machine_id", id, at: now) else { return try without(.machine) }
        switch row["outcome"] as String {
        case "known":
            return .known(
                MachineRecord(
                    id: id, computerDNSName: row["dns_name"], osPlatform: row["os_platform"],
                    healthStatus: row["health_status"], onboardingStatus: row["onboarding_status"],
                    tags: try tags(row["tags"]), deviceValue: row["device_value"],
                    mergedIntoMachineID: row["merged_into"]))
        case "not_found": return .notFound
        case "unavailable": return .unavailable
        default: return try without(.machine)
        }
    }

    /// The same about the file.
    func file(_ sha1: String, at now: Instant) throws -> LookedUp<FileRecord> {
        guard let row = try fresh("file_lookups", "sha1", sha1, at: now) else { return try without(.file) }
        switch row["outcome"] as String {
        case "known":
            return .known(
                FileRecord(
                    sha1: sha1, signer: row["signer"], issuer: row["issuer"], publisher: row["publisher"],
                    isValidCertificate: row["is_valid_certificate"], globalPrevalence: row["global_prevalence"],
                    determinationType: row["determination"]))
        case "not_found": return .notFound
        case "unavailable": return .unavailable
        default: return try without(.file)
        }
    }

    /// The role is missing, say: nothing is answered while that lasts. (Faults of the sign-in stop submitting as well.)
    func laneIsAtFault(_ operation: LazaretCore.Operation) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql:
                    "SELECT EXISTS (SELECT 1 FROM lanes WHERE tenant = ? AND operation = ? AND reason IN (\(Self.faults)))"
            ),
            arguments: [tenant, operation.rawValue]) ?? false
    }

    private static let faults = LaneFault.Kind.allCases.filter(\.isOneOperations).map { "'\($0.rawValue)'" }
        .joined(separator: ", ")

    private func without<Record>(_ operation: LazaretCore.Operation) throws -> LookedUp<Record> {
        try laneIsAtFault(operation) ? .unavailable : .notAsked
    }

    private func fresh(_ table: String, _ column: String, _ subject: String, at now: Instant) throws -> Row? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT * FROM \(table) WHERE tenant = ? AND \(column) = ? AND valid_until > ?"),
            arguments: [tenant, subject, now.stored])
    }

    private func tags(_ json: String?) throws -> [String] {
        guard let json else { return [] }
        return try String.fetchAll(
            db.cachedStatement(sql: "SELECT value FROM json_each(?) WHERE json_valid(?1)"), arguments: [json])
    }
}
