import ActionLog
import Configuration
import Glibc

/// Opening the action log for a verb, with errors that say what to do next.
enum LogAccess {
    static func open(_ configuration: Configuration, _ access: ActionLog.Access) throws -> ActionLog {
        do {
            return try opened(configuration, access)
        } catch let error as ActionLogError {
            throw failure(error, configuration)
        }
    }

    /// Opens the log for `body` and closes it; what goes wrong with the log on the way is the verb's failure.
    static func with<Value>(
        _ configuration: Configuration, _ access: ActionLog.Access, _ body: (ActionLog) throws -> Value
    ) throws -> Value {
        do {
            let log = try opened(configuration, access)
            let value = try body(log)
            try log.close()
            return value
        } catch let error as ActionLogError {
            throw failure(error, configuration)
        }
    }

    /// - Parameter hasChanged: whether an earlier transaction of a verb that needs several is done.
    static func with<Value>(
        _ configuration: Configuration, _ access: ActionLog.Access, hasChanged: () -> Bool = { false },
        _ body: (ActionLog) async throws -> Value
    ) async throws -> Value {
        do {
            let log = try opened(configuration, access)
            let value = try await body(log)
            try log.close()
            return value
        } catch let error as ActionLogError {
            throw failure(error, configuration, hasChanged: hasChanged())
        }
    }

    private static func opened(_ configuration: Configuration, _ access: ActionLog.Access) throws -> ActionLog {
        let path = configuration.databasePath
        // SQLite would open it for reading only and say so at the first write.
        if access != .reader, Glibc.access(path, F_OK) == 0, Glibc.access(path, W_OK) != 0 {
            throw ActionLogError.readOnly(String(cString: strerror(errno)))
        }
        let surroundings = Surroundings.current
        return try ActionLog.open(
            path: path, access: access, boot: surroundings.boot, patience: surroundings.patience)
    }

    private static func failure(
        _ error: ActionLogError, _ configuration: Configuration, hasChanged: Bool = false
    ) -> CommandFailure {
        let path = configuration.databasePath
        let before = hasChanged ? "what was done before that stays done" : "nothing was changed"
        switch error {
        case .cannotOpen where Glibc.access(path, F_OK) != 0 && errno == ENOENT:
            return CommandFailure(
                .unavailable, "\(path): there is no action log yet; the daemon makes it when it first starts")
        case .cannotOpen(let text), .readOnly(let text):
            return CommandFailure(
                .noPermission,
                "\(path): \(text); the service's group may read, its user and root may also decide")
        case .busy(let text):
            return CommandFailure(
                .tryLater,
                "\(path): \(text); another process is writing and did not end; \(before), try again")
        case .schemaIsNewer:
            return CommandFailure(.unavailable, "\(path): \(error)")
        case .schemaIsOlder(found: 0, _):
            return CommandFailure(
                .unavailable,
                "\(path): the action log is not whole yet; a daemon that starts for the first time makes it so")
        case .schemaIsOlder:
            return CommandFailure(.unavailable, "\(path): \(error)")
        case .notAnActionLog:
            return CommandFailure(.unavailable, "\(path): a database, but not Lazaret's; see stateDirectory")
        case .full(let text):
            return CommandFailure(.inputOutput, "\(path): \(text); \(before), make room first")
        case .corrupt(let text):
            return CommandFailure(
                .inputOutput, "\(path): \(text); keep a copy of the file, then restore the last backup")
        default: return CommandFailure(.inputOutput, "\(path): \(error)")
        }
    }
}
