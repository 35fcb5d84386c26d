import Logging

extension Logger {
    func debug(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        log(level: .debug, message, metadata: metadata)
    }
    func trace(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        log(level: .trace, message, metadata: metadata)
    }
    func info(_ message: Logger.Message, _ metadata: Logger.Metadata) { log(level: .info, message, metadata: metadata) }
    func notice(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        log(level: .notice, message, metadata: metadata)
    }
    func warning(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        log(level: .warning, message, metadata: metadata)
    }
    func error(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        log(level: .error, message, metadata: metadata)
    }
}
