import ActionLog
import Configuration
import Foundation
import LinuxSystem

/// Opening the action log for a verb, with errors that say what to do next.
enum LogAccess {
    static func open(_ configuration: Configuration, _ access: ActionLog.Access) throws -> ActionLog {
        do {
            return try ActionLog.open(
                path: configuration.databasePath, access: access, boot: SystemTimeSource().boot)
        } catch let error as ActionLogError {
            throw failure(error, configuration)
        }
    }

    static func failure(_ error: ActionLogError, _ configuration: Configuration) -> CommandFailure {
        let path = configuration.databasePath
        switch error {
        case .cannotOpen where !FileManager.default.fileExists(atPath: path):
            return CommandFailure(
                .unavailable, "\(path): there is no action log yet; the daemon makes it when it first starts")
        case .cannotOpen(let text), .readOnly(let text):
            return CommandFailure(
                .noPermission, "\(path): \(text); be in the service's group to read, its user to decide")
        case .busy(let text): return CommandFailure(.tryLater, "\(path): \(text)")
        case .schemaIsNewer, .schemaIsOlder, .notAnActionLog:
            return CommandFailure(.unavailable, "\(path): \(error)")
        default: return CommandFailure(.inputOutput, "\(path): \(error)")
        }
    }
}
