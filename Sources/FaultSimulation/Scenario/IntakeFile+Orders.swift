import LazaretCore

extension IntakeFile {
    /// One alert with so many orders, each about a machine of its own.
    static func orders(_ count: Int, for tenant: SimulatedTenant) throws -> IntakeFile {
        let items = try (0..<count).map { number in
            guard let machine = MachineID(String(repeating: "a", count: 32) + String(10_000_000 + number)),
                let sha1 = SHA1Hash(String(repeating: "b", count: 40))
            else { throw Violation("ids of forty hexadecimal digits") }
            return MappedAlert.Item.order(
                Order(machineID: machine, sha1: sha1, comment: "x", tenantID: tenant.id, severity: .high))
        }
        // One document a tenant: its content's hash is its own.
        let hash = String(repeating: "0", count: 28) + tenant.id.filter { $0 != "-" }
        let alert = MappedAlert(alertID: tenant.name, items: items)
        return IntakeFile(
            sourceFile: "\(tenant.name).json", subdirectory: nil,
            mapped: MappedFile(documents: [
                MappedDocument(contentSHA256: hash + "0000", result: .mapped(mapping: "flat", alerts: [alert]))
            ]))
    }
}
