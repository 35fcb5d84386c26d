public import LazaretCore

extension ActionLog: IntakeLog {
    public func takeIn(
        _ files: [IntakeFile], rules: IntakeRules, at now: Moment
    ) async throws -> [IntakeReceipt] {
        let installation = installation
        return try await write(at: now) { transaction in
            let intake = try Intake(transaction: transaction, rules: rules, installation: installation)
            return try files.map { try intake.take($0) }
        }
    }
}
