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

    /// Aborts the process, whose working directory is `directory`. It leaves no core file there: by its limit, and where that limit can be
    /// raised again (root, CAP_SYS_RESOURCE), because the process may not be dumped.
    static func expectNone(of process: RunningProcess, in directory: String) async throws {
        let limits = try String(contentsOfFile: "/proc/\(process.pid)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.split(separator: " ").dropFirst(4).prefix(2).allSatisfy { $0 == "0" })
        let raised = try await Finished.run(
            ["--pid", "\(process.pid)", "--core=unlimited"], executable: "/usr/bin/prlimit")
        if raised.code == 0 {
            try await control(in: directory)
        } else {
            print("skipped: raising a limit of another process")
        }
        process.signal(SIGABRT)
        #expect(await process.wait() == 128 + SIGABRT)
        #expect(try files(in: directory).isEmpty)
    }

    /// Another process that ends in the same way does leave one, else nothing is shown.
    private static func control(in directory: String) async throws {
        let other = try await Finished.run(
            ["--core=unlimited", "/usr/bin/env", "-C", directory, "python3", "-c", "import os; os.abort()"],
            executable: "/usr/bin/prlimit")
        #expect(other.code == SIGABRT)
        let left = try files(in: directory)
        if left.isEmpty { print("this kernel keeps core files elsewhere: the limit alone is shown") }
        for name in left { try FileManager.default.removeItem(atPath: directory + "/" + name) }
    }

    private static func files(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("core") }
    }
}
