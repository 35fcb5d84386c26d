import Foundation
import LazaretCore
import LazaretTestKit
import Testing

/// Following live, and what a pipe or a terminal may do to a verb.
struct WatchTests {
    @Test("watch tells each transition as it happens, and ends at SIGINT with 0")
    func follows() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let watch = try station.run(
                ["watch", "--after", "0", "--format", "jsonl", "--config", station.configuration], log: "watch.log")
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("the events") {
                try Self.events(watch.log).map { $0["to_state"] } == ["queued", "sending", "submitted", "succeeded"]
            }
            // A write with nothing behind it, which was heard of before it could be read.
            _ = try await station.lazaret(["pause"])
            try await station.until("the pause") { try Self.events(watch.log).last?["event"] == "paused" }
            _ = try await station.lazaret(["resume"])
            try await station.until("the end of it") { try Self.events(watch.log).last?["event"] == "resumed" }
            watch.signal(SIGINT)
            #expect(await watch.wait() == 0)
        }
    }

    @Test("json is one whole array when SIGTERM ends it")
    func wholeArray() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            let watch = try station.run(
                ["watch", "--after", "0", "--format", "json", "--config", station.configuration], log: "watch.log")
            try await station.until("the events") { watch.log.contains("succeeded") }
            watch.signal(SIGTERM)
            #expect(await watch.wait() == 0)
            let rows = try JSONSerialization.jsonObject(with: Data(watch.log.utf8)) as? [Any]
            #expect(rows?.count == 4)
        }
    }

    @Test("nobody reads any more: watch ends by itself, also while nothing happens")
    func closedPipe() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            let code = station.directory + "/code"
            let shell = try await Finished.run(
                [
                    "-c", "{ \"$0\" watch --after 0 --config \"$1\"; echo $? > \"$2\"; } | head -n 1",
                    LazaretExecutable.path, station.configuration, code,
                ], executable: "/bin/bash")
            #expect(shell.output.contains("AT "))
            #expect(try String(contentsOfFile: code, encoding: .utf8) == "0\n")
        }
    }

    private static func events(_ log: String) throws -> [[String: String]] {
        try log.split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (row ?? [:]).compactMapValues { $0 as? String }
        }
    }
}
