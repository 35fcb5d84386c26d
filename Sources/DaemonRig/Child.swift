import Foundation
import Glibc

/// A process of ours, its output in a file. Killed when it is let go of.
public final class Child {
    public enum End: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    public let name: String
    public let logFile: String
    private let process = Process()

    /// Starts it; its log is appended to `logFile`.
    public init(
        _ name: String, _ program: String, _ arguments: [String], logFile: String,
        environment: [String: String]? = nil
    ) throws {
        self.name = name
        self.logFile = logFile
        if !FileManager.default.fileExists(atPath: logFile) { try Data().write(to: URL(filePath: logFile)) }
        let log = try FileHandle(forWritingTo: URL(filePath: logFile))
        try log.seekToEnd()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardOutput = log
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        try process.run()
        try log.close()
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    public var pid: Int32 { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }

    public func signal(_ number: Int32) {
        Glibc.kill(process.processIdentifier, number)
    }

    /// Blocks until it has ended.
    @discardableResult
    public func wait() -> End {
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
    }

    /// Whether its log holds the text.
    public func hasSaid(_ text: String) -> Bool {
        (try? String(contentsOfFile: logFile, encoding: .utf8))?.contains(text) ?? false
    }

    /// The last of what it wrote.
    public var lastWords: String {
        String((try? String(contentsOfFile: logFile, encoding: .utf8))?.suffix(2000) ?? "")
    }
}
