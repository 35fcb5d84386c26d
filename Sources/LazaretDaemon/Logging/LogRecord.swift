import LazaretCore
import Logging

/// One line of the log before it has a form.
struct LogRecord: Sendable {
    var at: Instant
    var level: Logger.Level
    var message: String
    /// Stable ids (alert, action, machine, sha1, attempt, outcome, …) in the order of their names.
    var fields: [(name: String, value: String)]
}
