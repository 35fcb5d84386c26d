import Foundation
import Glibc
import LazaretTestKit

/// One `lazaret` process of a test, killed when the test lets go of it.
final class RunningProcess: @unchecked Sendable {
    private let process = Process()
    let logFile: String

    init(
        _ arguments: [String], executable: String = LazaretExecutable.path, environment: [String: String] = [:],
        log: String
    ) throws {
        logFile = log
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try Data().write(to: URL(fileURLWithPath: log))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try handle.seekToEnd()
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// The exit code, or 128 and the signal that ended it.
    func wait() async -> Int32 {
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                self.process.waitUntilExit()
                let status = self.process.terminationStatus
                done.resume(returning: self.process.terminationReason == .exit ? status : 128 + status)
            }
        }
    }
}

/// A verb run to its end.
struct Finished {
    var code: Int32
    var output: String
    var errors: String

    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
        executable: String = LazaretExecutable.path
    ) async throws -> Finished {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = input == nil ? FileHandle.nullDevice : standardInput
        try process.run()
        if let input {
            try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try standardInput.fileHandleForWriting.close()
        }
        return await withCheckedContinuation { done in
            DispatchQueue.global().async {
                let errorText = DispatchQueue(label: "errors")
                nonisolated(unsafe) var text = Data()
                errorText.async { text = errors.fileHandleForReading.readDataToEndOfFile() }
                let data = output.fileHandleForReading.readDataToEndOfFile()
                errorText.sync {}
                process.waitUntilExit()
                done.resume(
                    returning: Finished(
                        code: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
                        errors: String(decoding: text, as: UTF8.self)))
            }
        }
    }
}
