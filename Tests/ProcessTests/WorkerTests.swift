import Foundation
import Glibc
import LazaretTestKit
import Testing

/// The mapping workers of a running daemon.
struct WorkerTests {
    /// A mapping that libjq aborts on, when a document asks for it.
    private static let deadly = #"if .kind? == "deadly" then 1e300 | todate else empty end"#

    @Test(
        "a worker has no secret, no file, no network, an empty environment, limits and a filter",
        .enabled(if: ProcessImage.isReadable, "only root may look into a worker"))
    func sandbox() async throws {
        try await Station.with { station in
            let secret = "a-secret-of-\(UUID().uuidString)"
            try secret.write(toFile: station.directory + "/secret", atomically: false, encoding: .utf8)
            let daemon = try station.start(environment: ["LAZARET_TEST_VALUE": secret])
            try await station.untilReady(daemon)
            // The token is asked for with it, and so the daemon has it by now.
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            try await station.until("the spare worker") { try ProcessTable.children(of: daemon.pid).count == 3 }
            for worker in try ProcessTable.children(of: daemon.pid) {
                try await station.until("the lock-down") { try Self.status(worker)["Seccomp"] == "2" }
                let status = try Self.status(worker)
                #expect(status["NoNewPrivs"] == "1")
                #expect(status["Threads"] == "1")
                #expect(FileManager.default.contents(atPath: "/proc/\(worker)/environ") == Data())
                #expect(try Self.link(worker, "cwd") == "/")
                let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd").sorted()
                #expect(open == ["0", "1", "2", "3"])
                #expect(try open.prefix(3).allSatisfy { try Self.link(worker, "fd/\($0)") == "/dev/null" })
                #expect(try Self.link(worker, "fd/3").hasPrefix("socket:"))
                let limits = try String(contentsOfFile: "/proc/\(worker)/limits", encoding: .utf8)
                for name in ["Max core file size", "Max file size", "Max processes", "Max open files"] {
                    #expect(limits.contains(try Regex("\(name) +0 +0 ")), "\(name)")
                }
                #expect(limits.contains(try Regex("Max address space +[0-9]+ +[0-9]+ ")))
                #expect(try ProcessImage(pid: worker).regions(holding: Array(secret.utf8)).isEmpty)
            }
            #expect(try !ProcessImage(pid: daemon.pid).regions(holding: Array(secret.utf8)).isEmpty)
        }
    }

    @Test("every file kills two workers: each costs itself alone, and nothing is left behind")
    func series() async throws {
        try await Station.with(mode: "dryRun", http: "127.0.0.1:0") { station in
            let mappings = station.directory + "/own"
            try FileManager.default.createDirectory(atPath: mappings, withIntermediateDirectories: true)
            try Self.deadly.write(toFile: mappings + "/deadly.jq", atomically: true, encoding: .utf8)
            try station.change(
                "config/mappings}", to: "config/mappings, order: [deadly, flat], extraDirectory: own}")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("first.json", SampleAlert.flat(100))
            try await station.until("the first") { try station.states() == ["dry_run"] }
            try await station.until("the spare worker") { try ProcessTable.children(of: daemon.pid).count == 3 }
            let before = try Self.sockets(of: daemon.pid)

            for number in 0..<10 {
                try station.dropPlainly("deadly\(number).json", #"{"kind": "deadly", "number": \#(number)}"#)
                try station.dropPlainly("good\(number).json", SampleAlert.flat(number))
            }
            try await station.until("all of them", seconds: 120) {
                let rejected = try (0..<10).filter { try station.reasonIfAny("deadly\($0).json") == "mapping_failed" }
                return try rejected.count == 10 && station.states().filter { $0 == "dry_run" }.count == 11
            }
            // Two for each such file, and none for any other. The log tells of each, or of many at once.
            #expect(daemon.log.matches(of: /mapping worker died/).count <= 20)
            #expect(daemon.log.contains("SIGABRT"))
            try await station.until("the workers as before") {
                try ProcessTable.children(of: daemon.pid).count == 3 && ProcessTable.dead(of: daemon.pid).isEmpty
            }
            // A page that is asked for has a socket too, but there is not one for each death.
            #expect(try Self.sockets(of: daemon.pid) < before + 10)
            #expect(try await station.get("/-/ready", of: daemon).status == 200)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test("all workers killed at once, the spare one too: the files that wait are mapped all the same")
    func allAtOnce() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try await station.until("the spare worker") { try ProcessTable.children(of: daemon.pid).count == 3 }
            let workers = try ProcessTable.children(of: daemon.pid)
            for worker in workers { kill(worker, SIGKILL) }
            // One that still lives when it gets a file would die on that file.
            try await station.until("their end") { workers.allSatisfy(ProcessTable.hasEnded) }
            for number in 0..<20 { try station.dropPlainly("\(number).json", SampleAlert.flat(number)) }
            try await station.until("all of them", seconds: 60) {
                try station.states().filter { $0 == "succeeded" }.count == 20
            }
            #expect(daemon.log.contains("SIGKILL"))
        }
    }

    // MARK: what the kernel tells

    private static func sockets(of pid: Int32) throws -> Int {
        // Descriptors come and go while they are looked at.
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
            .count { (try? link(pid, "fd/\($0)"))?.hasPrefix("socket:") ?? false }
    }

    private static func link(_ pid: Int32, _ name: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/\(name)")
    }

    private static func status(_ pid: Int32) throws -> [String: String] {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let pairs = text.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
        return Dictionary(
            pairs.map { (String($0[0]), $0.count > 1 ? $0[1].trimmingCharacters(in: .whitespaces) : "") },
            uniquingKeysWith: { $1 })
    }
}

extension Station {
    /// Nil while the file has not been rejected.
    fileprivate func reasonIfAny(_ name: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: state + "/rejected/" + name + ".reason.json") else { return nil }
        return try reason(name)
    }
}
