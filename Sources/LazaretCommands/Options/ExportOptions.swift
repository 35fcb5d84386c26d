import ActionLog
import ArgumentParser

/// Of `export`: all of it, as a stream.
struct ExportOptions: ParsableArguments {
    @Option(help: "csv, json or jsonl.")
    var format: OutputFormat = .csv

    func validate() throws {
        if format == .table { throw ValidationError("an export is csv, json or jsonl; the listings have tables") }
    }

    /// Hands every row that `read` finds to standard output; holds none of them.
    func write(_ columns: [String], _ read: (_ add: ([Cell]) throws -> Void) throws -> Void) throws {
        let writer = RowWriter(format, columns: columns, progress: "exported")
        try read { try writer.add($0) }
        try writer.finish()
        if writer.count == 0 { throw CommandFailure(.nothingMatched, "nothing matches; the export is empty") }
    }
}
