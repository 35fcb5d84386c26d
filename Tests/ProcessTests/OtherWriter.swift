import GRDB

/// Another program that holds the action log's write lock.
final class OtherWriter {
    private let database: DatabaseQueue

    init(_ station: Station) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        database = try DatabaseQueue(path: station.state + "/actions.db", configuration: configuration)
    }

    /// Waits for a transaction of others to end.
    func begin() throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func run(_ sql: String) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    /// From now on the kill switch cannot be turned on: the action log refuses it.
    func refusePauses() throws {
        try database.writeWithoutTransaction {
            try $0.execute(
                sql: "CREATE TRIGGER refuse BEFORE INSERT ON kill_switch BEGIN SELECT RAISE(ABORT, 'refused'); END")
        }
    }

    func end() throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }
}
