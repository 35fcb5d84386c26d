import LazaretCore
import Logging

/// swift-log's backend: every logger of the daemon writes to one sink.
struct SinkLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let sink: LogSink
    let time: any TimeSource

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { $1 }
        let fields = merged.sorted { $0.key < $1.key }.map { (name: $0.key, value: "\($0.value)") }
        sink.write(
            LogRecord(at: time.now().wall, level: event.level, message: event.message.description, fields: fields))
    }
}
