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

/// nginx on a loopback port, one worker, every request answered 201 at once.
struct LoopbackNginx {
    let url: String
    private let process: Process
    private let directory: String

    static func start() throws -> LoopbackNginx {
        let nginx = "/usr/sbin/nginx"
        guard FileManager.default.isExecutableFile(atPath: nginx) else {
            throw ValidationError("nginx is not installed: apt-get install nginx wrk curl")
        }
        let directory = NSTemporaryDirectory() + "lazaret-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // Below the ports that the kernel gives to clients.
        let port = Int.random(in: 20_000..<30_000)
        try """
        daemon off; master_process off; pid nginx.pid; error_log error.log;
        events { worker_connections 1024; }
        http {
          access_log off; keepalive_requests 100000000;
          client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
          server { listen 127.0.0.1:\(port) backlog=4096; location / { return 201 "{}"; } }
        }
        """.write(toFile: directory + "/nginx.conf", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: nginx)
        process.arguments = ["-p", directory + "/", "-c", directory + "/nginx.conf", "-e", directory + "/error.log"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It listens before it writes its pid.
        let deadline = ContinuousClock.now + .seconds(10)
        while !FileManager.default.fileExists(atPath: directory + "/nginx.pid") {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw ValidationError("nginx does not start")
            }
            usleep(10_000)
        }
        return LoopbackNginx(url: "http://127.0.0.1:\(port)/", process: process, directory: directory)
    }

    /// Seconds of processor time so far. It has one process and one thread.
    func cpu() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/schedstat", encoding: .utf8)
        guard let nanoseconds = text.split(separator: " ").first.flatMap({ Double($0) }) else {
            throw ValidationError("the server's schedstat is not understood")
        }
        return nanoseconds / 1e9
    }

    func stop() {
        // A child of Foundation's inherits a mask that blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        LoadTool.awaitEnd(of: process)
        // What is left of it disturbs nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }
}
