import Configuration
import LazaretCore
import Logging

enum DaemonLogger {
    /// `auto` is the journal under systemd (which sets JOURNAL_STREAM), else text.
    static func make(_ section: LogSection, time: any TimeSource, environment: [String: String]) -> Logger {
        let form: LogSink.Form =
            switch section.format {
            case .text: .text
            case .json: .json
            case .journal: .journal
            case .auto: environment["JOURNAL_STREAM"] == nil ? .text : .journal
            }
        let sink = LogSink(form)
        let level = Logger.Level(rawValue: section.level.rawValue) ?? .info
        return Logger(label: "lazaret") { _ in SinkLogHandler(logLevel: level, sink: sink, time: time) }
    }
}
