import Foundation
import Glibc
import LazaretCore
import Testing

/// `lazaret explain` with all shipped mappings.
struct ExplainTests {
    private static let shared =
        (ProcessInfo.processInfo.environment["LAZARET_SHARED"] ?? Station.root + "/../shared") + "/alerts"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: shared + "/INDEX.tsv"), "shared/alerts is not there"))
    func `Each real alert gives its pairs and no other`() async throws {
        try await Station.with { station in
            let entries = try String(contentsOfFile: Self.shared + "/INDEX.tsv", encoding: .utf8).split(separator: "\n")
                .dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
            let finished = try await station.lazaret(
                ["explain", "--format", "json"] + entries.map { Self.shared + "/" + $0[0] })
            #expect(finished.code == 1, "two of the files are no JSON")
            let files = try Self.objects(finished.output)
            #expect(files.count == entries.count)
            for (entry, file) in zip(entries, files) {
                // Ambiguous are telemetry and a record of the old SIEM API, and neither is an alert.
                let expected =
                    entry[5] == "y" ? [] : entry[3].matches(of: /[0-9a-f]{40}:[0-9a-f]{40}/).map { String($0.output) }
                #expect(Set(Self.pairs(file)) == Set(expected), "\(entry[0])")
                #expect((file["reason"] as? String == "malformed_json") == entry[6].hasPrefix("INVALID"), "\(entry[0])")
            }
        }
    }

    @Test func `An order of a tenant that is not configured is shown, and refused`() async throws {
        try await Station.with { station in
            let alert = SampleAlert.flat(1).replacing("{\"alertId\"", with: "{\"tenantId\": \"elsewhere\", \"alertId\"")
            let json = try await station.lazaret(["explain", "-", "--format", "json"], input: alert)
            #expect(json.code == 0)
            let file = try #require(try Self.objects(json.output).first)
            let document = try #require((file["documents"] as? [[String: Any]])?.first)
            let order = try #require((document["orders"] as? [[String: Any]])?.first)
            #expect(document["outcome"] as? String == "rejected")
            #expect(document["reason"] as? String == "unknown_tenant")
            #expect(order["tenant"] as? String == "elsewhere")
            #expect(order["verdict"] as? String == "deny")
            #expect(order["reason"] as? String == "unknown_tenant")
            let text = try await station.lazaret(["explain", "-"], input: alert)
            #expect(text.output.contains("verdict: deny, the tenant is not configured"))
        }
    }

    @Test func `What a mapping passes over is shown with its reason`() async throws {
        try await Station.with { station in
            let telemetry =
                #"{"category": "AdvancedHunting-DeviceFileEvents", "properties": {"ActionType": "FileCreated", "SHA1": ""}}"#
            let json = try await station.lazaret(["explain", "-", "--format", "json"], input: telemetry)
            let document = try #require((try Self.objects(json.output).first?["documents"] as? [[String: Any]])?.first)
            #expect(document["mapping"] as? String == "streaming")
            #expect(document["outcome"] as? String == "skipped")
            #expect(document["reason"] as? String == "telemetry")
        }
    }

    @Test func `What is no regular file is said to be none, and nobody is waited for`() async throws {
        try await Station.with { station in
            let fifo = station.directory + "/alert.json"
            #expect(mkfifo(fifo, 0o600) == 0)
            for (file, kind) in [(fifo, "a FIFO"), (station.directory, "a directory"), ("/dev/null", "a device")] {
                let finished = try await station.lazaret(["explain", file, "--format", "json"])
                #expect(finished.code == 1)
                let object = try #require(try Self.objects(finished.output).first)
                #expect(object["outcome"] as? String == "rejected")
                #expect(object["reason"] as? String == "not_regular")
                #expect(object["message"] as? String == kind)
            }
            let missing = try await station.lazaret(["explain", station.directory + "/none.json", "--format", "json"])
            #expect(missing.code == 1)
            #expect(try Self.objects(missing.output).first?["message"] as? String == "No such file or directory")
        }
    }

    private static func objects(_ text: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }

    private static func pairs(_ file: [String: Any]) -> [String] {
        (file["documents"] as? [[String: Any]] ?? []).flatMap { $0["orders"] as? [[String: Any]] ?? [] }.map {
            "\($0["machineId"] as? String ?? ""):\($0["sha1"] as? String ?? "")"
        }
    }
}
