import Foundation
import Glibc

/// `lazaret simulate` as a process of its own.
final class SimulateProcess: @unchecked Sendable {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    private let ended = EventLog<Int32>()
    private let queue = DispatchQueue(label: "simulate-process")

    init(_ arguments: [String]) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "lazaret")
        process.arguments = ["simulate"] + arguments
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { [ended] in ended.append($0.terminationStatus) }
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// The next line of its output, without the newline; nil at the end.
    func line() async -> String? {
        await withCheckedContinuation { continuation in
            queue.async { [output] in
                var bytes: [UInt8] = []
                // One byte at a time, so that nothing of the next line is taken.
                while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
                    bytes.append(byte)
                }
                continuation.resume(returning: bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// The exit status, and what it said on standard error.
    func end() async -> (status: Int32, errors: String) {
        await ended.wait(for: 1)
        let text = await withCheckedContinuation { continuation in
            queue.async { [errors] in
                continuation.resume(
                    returning: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
        }
        return (ended.all[0], text)
    }
}
