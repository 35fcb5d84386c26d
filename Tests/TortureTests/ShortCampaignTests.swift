import Foundation
import LazaretTestKit
import Testing

/// The campaigns of `make torture`, short enough for every day.
struct ShortCampaignTests {
    @Test("killed ten times under lost answers, it loses nothing and does nothing twice")
    func kills() async throws {
        let (code, output) = try await torture(["kills", "--kills", "10", "--seed", "20260131"])
        #expect(code == 0, "\(output)")
        #expect(output.contains("0 lost, 0 second effects"), "\(output)")
    }

    @Test(
        "killed at a system call, it loses nothing and does nothing twice",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "strace is not installed"),
        arguments: [("write", 9), ("sync", 5), ("rename", 1), ("send", 2)])
    func injected(_ kind: String, from k: Int) async throws {
        let (code, output) = try await torture([
            "inject", "--kind", kind, "--from", String(k), "--most", "1",
        ])
        #expect(code == 0, "\(output)")
        #expect(output.contains("1 kills injected: 0 lost"), "\(output)")
    }

    private func torture(_ arguments: [String]) async throws -> (code: Int32, output: String) {
        try await withTemporaryDirectory { directory in
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            let process = Process()
            process.executableURL = URL(filePath: LazaretExecutable.path + "-torture")
            process.arguments =
                arguments + [
                    "--directory", directory + "/torture", "--mappings", root + "/config/mappings", "--lazaret",
                    LazaretExecutable.path,
                ]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            return await withCheckedContinuation { done in
                DispatchQueue.global().async {
                    let text = output.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    done.resume(returning: (process.terminationStatus, String(decoding: text, as: UTF8.self)))
                }
            }
        }
    }
}
