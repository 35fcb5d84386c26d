import GRDB

extension ActionLog {
    /// An empty log of this version in memory, on whose one connection every verb runs on the calling thread and blocks it:
    /// for a simulation, which has a thread of its own, and in which the model decides what a crash loses.
    ///
    /// Schema, verbs and transactions are the daemon's. Throws ``ActionLogError``.
    package static func inMemory(installation: String) throws -> ActionLog {
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            let database = try DatabaseQueue(configuration: configuration)
            try Self.template.get().backup(to: database)
            try database.write { db in
                try db.execute(sql: "INSERT INTO settings VALUES ('installation', ?)", arguments: [installation])
            }
            return ActionLog(database: database, installation: installation, boot: "", runsOnCaller: true)
        } catch {
            throw ActionLogError.of(error)
        }
    }

    /// The log as another process has it: what is committed, over the same connection, and nothing of this one's memory.
    package func asAnotherProcess(boot: String) -> ActionLog {
        ActionLog(database: database, installation: installation, boot: boot, runsOnCaller: runsOnCaller)
    }

    /// Made once: creating the schema takes longer than a short simulation.
    private static let template = Result {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
        return database
    }
}
