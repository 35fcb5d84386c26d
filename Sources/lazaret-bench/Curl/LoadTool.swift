import ArgumentParser
import Foundation
import Glibc

/// Another client, run to its end; its CPU is what this process's children have used meanwhile.
enum LoadTool {
    static func find(_ name: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func measure(_ path: String, _ arguments: [String], reading: (String) -> Int?) throws -> Load {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let clock = ContinuousClock()
        let usage = CPUTime.now(of: RUSAGE_CHILDREN)
        let begin = clock.now
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        awaitEnd(of: process)
        guard process.terminationStatus == 0, let requests = reading(text) else {
            throw ValidationError("\(path) failed (\(process.terminationStatus)): \(text)")
        }
        return Load(
            requests: requests, duration: clock.now - begin, cpu: CPUTime.now(of: RUSAGE_CHILDREN) - usage)
    }

    /// To its end, for what it leaves behind.
    static func run(_ path: String, _ arguments: [String]) throws {
        _ = try measure(path, arguments, reading: { _ in 0 })
    }

    /// `waitUntilExit` wants a run loop, and a task may go on in a thread whose run loop knows nothing of the process.
    static func awaitEnd(of process: Process) {
        while process.isRunning { usleep(1000) }
    }

    /// `  123456 requests in 5.10s, 20.00MB read`
    static func requestsOfWrk(_ text: String) -> Int? {
        text.split(separator: "\n").first { $0.contains(" requests in ") }
            .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
    }
}

/// Seconds of CPU, user and system together.
enum CPUTime {
    static func now(of who: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
