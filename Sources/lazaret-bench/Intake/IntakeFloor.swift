import GRDBSQLite
import Glibc

/// The work that no intake can do without, done as plainly as possible on one thread: open and read each file, insert a row
/// for it, commit a batch durably, rename its files and sync both directories.
struct IntakeFloor {
    let directory: String
    let batch: Int

    /// Files a second.
    func measure(_ stage: AlertStage) throws -> Double {
        let (inbox, accepted) = (directory + "/inbox", directory + "/accepted")
        for path in [inbox, accepted] { guard mkdir(path, 0o750) == 0 else { throw BenchFailure("mkdir", errno) } }
        try stage.rename(stage.count, into: inbox)
        var database: OpaquePointer?
        try check(sqlite3_open(directory + "/floor.db", &database))
        defer { sqlite3_close(database) }
        try run("PRAGMA journal_mode = WAL", database)
        try run("PRAGMA synchronous = FULL", database)
        try run("CREATE TABLE files (file_id INTEGER PRIMARY KEY, name TEXT, bytes INTEGER)", database)
        var insert: OpaquePointer?
        try check(sqlite3_prepare_v2(database, "INSERT INTO files VALUES (?, ?, ?)", -1, &insert, nil))
        defer { sqlite3_finalize(insert) }
        let folders = [open(inbox, O_RDONLY | O_DIRECTORY), open(accepted, O_RDONLY | O_DIRECTORY)]
        defer { for folder in folders { close(folder) } }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)

        let start = ContinuousClock.now
        var next = 0
        while next < stage.count {
            let numbers = next..<min(next + batch, stage.count)
            next = numbers.upperBound
            try run("BEGIN IMMEDIATE", database)
            for number in numbers {
                let name = "alert-\(number).json"
                let count = try read(name, in: folders[0], &buffer)
                sqlite3_reset(insert)
                sqlite3_bind_int64(insert, 1, Int64(number))
                sqlite3_bind_text(insert, 2, name, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                sqlite3_bind_int64(insert, 3, Int64(count))
                guard sqlite3_step(insert) == SQLITE_DONE else { throw BenchFailure("insert", EIO) }
            }
            try run("COMMIT", database)
            for number in numbers {
                let name = "alert-\(number).json"
                guard renameat(folders[0], name, folders[1], name) == 0 else { throw BenchFailure("rename", errno) }
            }
            for folder in folders { guard fsync(folder) == 0 else { throw BenchFailure("fsync", errno) } }
        }
        return Double(stage.count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private func read(_ name: String, in folder: Int32, _ buffer: inout [UInt8]) throws -> Int {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw BenchFailure("open", errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw BenchFailure("fstat", errno) }
        let count = Glibc.read(file, &buffer, buffer.count)
        guard count == status.st_size else { throw BenchFailure("read", errno) }
        return count
    }

    private func run(_ sql: String, _ database: OpaquePointer?) throws {
        try check(sqlite3_exec(database, sql, nil, nil, nil))
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw BenchFailure("SQLite \(code)", EIO) }
    }
}
