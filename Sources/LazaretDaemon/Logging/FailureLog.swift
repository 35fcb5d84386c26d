import LazaretCore
import Logging

/// Logs failures and folds those that repeat (``LogFolder``); `repeated` in a line says how many were folded since the last.
struct FailureLog: Sendable {
    let logger: Logger
    let time: any TimeSource
    private let folder = LogFolder()

    init(logger: Logger, time: any TimeSource) {
        self.logger = logger
        self.time = time
    }

    /// - Parameter key: two failures of one key are the same one again.
    func log(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata, key: String) {
        guard let folded = folder.admit("\(message) \(key)", at: time.now().steady) else { return }
        var metadata = metadata
        metadata["repeated"] = "\(folded)"
        logger.log(level: level, message, metadata: metadata)
    }
}
