import Foundation
import Glibc
import Testing

/// Core files of a running process: one that a debugger makes, and the one that the kernel must not write.
enum CoreFile {
    static let gcore = "/usr/bin/gcore"

    /// All of the process's memory, read by gdb. The process goes on.
    static func made(of process: RunningProcess, in directory: String) async throws -> Data {
        let prefix = directory + "/dump"
        let made = try await Finished.run(["-a", "-o", prefix, "\(process.pid)"], executable: gcore)
        #expect(made.code == 0, "\(made.errors)")
        let file = "\(prefix).\(process.pid)"
        let core = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        try FileManager.default.removeItem(atPath: file)
        return core
    }

    static var canBeMade: Bool { FileManager.default.isExecutableFile(atPath: gcore) }

    /// Whether this account may raise another process's limit, and core files stay in the working directory.
    static var limitCanBeRaised: Bool {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let effective = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }?.split(separator: "\t").last
        let pattern = (try? String(contentsOfFile: "/proc/sys/kernel/core_pattern", encoding: .utf8)) ?? "|"
        return (effective.flatMap { UInt64($0, radix: 16) } ?? 0) & (1 << 24) != 0 && pattern.hasPrefix("core")
    }

    /// Aborts the process, whose working directory is `directory`. It leaves no core file there: by its limit, and where that limit has
    /// been raised again, because the process may not be dumped.
    static func expectNone(of process: RunningProcess, in directory: String) async throws {
        process.signal(SIGABRT)
        #expect(await process.wait() == 128 + SIGABRT)
        #expect(try files(in: directory).isEmpty)
    }

    /// The process may write none, and cannot raise that limit itself.
    static func expectLimit(of process: RunningProcess) throws {
        let limits = try String(contentsOfFile: "/proc/\(process.pid)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.split(separator: " ").dropFirst(4).prefix(2).allSatisfy { $0 == "0" })
    }

    static func raiseLimit(of process: RunningProcess) async throws {
        let raised = try await Finished.run(
            ["--pid", "\(process.pid)", "--core=unlimited"], executable: "/usr/bin/prlimit")
        #expect(raised.code == 0, "\(raised.errors)")
    }

    /// Another process that ends in the same way does leave one, else nothing is shown. It is removed.
    static func expectOneOfAnother(in directory: String) async throws {
        let other = try await Finished.run(
            ["--core=unlimited", "/usr/bin/env", "-C", directory, "python3", "-c", "import os; os.abort()"],
            executable: "/usr/bin/prlimit")
        #expect(other.code == SIGABRT)
        let left = try files(in: directory)
        #expect(!left.isEmpty)
        for name in left { try FileManager.default.removeItem(atPath: directory + "/" + name) }
    }

    private static func files(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("core") }
    }
}
