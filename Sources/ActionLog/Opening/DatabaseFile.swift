import CSQLiteSetup
import GRDB
import GRDBSQLite
import Glibc

/// The database file itself: what SQLite's SQL has no words for. Each system call is checked here.
enum DatabaseFile {
    /// SQLite's settings for the whole process; before its first use. Where something else has used it already, they stay as they
    /// were, which costs time and nothing else.
    static let setUp: Void = {
        _ = lz_sqlite_count_no_memory()
    }()

    /// Creates an empty file with mode 0640 whatever the umask; leaves one that exists alone, its mode too.
    ///
    /// SQLite gives `-wal` and `-shm` the file's mode and group.
    static func create(at path: String) throws {
        if access(path, F_OK) == 0 { return }
        try createNew(at: path)
    }

    /// Creates an empty file with mode 0640 whatever the umask. Throws where there is one.
    static func createNew(at path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw failure("create", path) }
        let mode = fchmod(descriptor, 0o640)
        let code = errno
        Glibc.close(descriptor)
        if mode != 0 {
            errno = code
            throw failure("set the mode of", path)
        }
    }

    /// Makes the file's content, and its name in its directory, durable.
    static func synchronise(_ path: String) throws {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        for (path, flags) in [(path, O_RDWR), (directory, O_RDONLY | O_DIRECTORY)] {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure("open", path) }
            let result = fsync(descriptor)
            let code = errno
            Glibc.close(descriptor)
            if result != 0 {
                errno = code
                throw failure("synchronise", path)
            }
        }
    }

    /// Takes back a file that this process created a moment ago. A failure leaves an empty file behind, and is not worse than
    /// the error that led here.
    static func remove(_ path: String) {
        _ = unlink(path)
    }

    /// SQLite would create a missing file on some ways of opening.
    static func require(at path: String) throws {
        if access(path, R_OK) != 0 { throw failure("read", path) }
    }

    /// Keeps `-wal` and `-shm` when the last connection is closed: an account that can only read cannot create them and
    /// could not read a log that was stopped cleanly.
    static func keepWriteAheadLog(_ db: Database) throws {
        var on: CInt = 1
        let code = sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &on)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// From now on `checkpointer` hears of each commit of `db`, in place of `wal_autocheckpoint`, which must not be set again. It must
    /// live as long as `db` commits.
    static func afterCommits(of db: Database, tell checkpointer: Checkpointer) {
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, frames in
                guard let context else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().committed(frames: Int(frames))
                return SQLITE_OK
            }, Unmanaged.passUnretained(checkpointer).toOpaque())
    }

    private static func failure(_ verb: String, _ path: String) -> ActionLogError {
        let text = "cannot \(verb) \(path): \(String(cString: strerror(errno)))"
        return errno == EROFS || errno == EACCES ? .readOnly(text) : .cannotOpen(text)
    }
}
