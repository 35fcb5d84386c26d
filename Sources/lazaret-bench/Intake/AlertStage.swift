import Foundation
import Glibc

/// Alert files of one shape and size, each with a pair of its own, written durably where the inbox's file system is, ready to
/// be renamed in.
final class AlertStage {
    let count: Int
    private(set) var left: Int
    private let directory: String

    init(_ directory: String, count: Int, size: Int) throws {
        self.directory = directory
        self.count = count
        left = count
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let now = Date.now.ISO8601Format()
        for number in 0..<count {
            let bytes = Array(Self.alert(number, now: now, size: size).utf8)
            let file = open(path(number), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
            guard file >= 0, write(file, bytes, bytes.count) == bytes.count else { throw BenchFailure("write", errno) }
            close(file)
        }
        sync()
    }

    func path(_ number: Int) -> String { directory + "/alert-\(number).json" }

    /// The next `count` files.
    func rename(_ count: Int, into inbox: String) throws {
        for _ in 0..<max(0, count) {
            let number = self.count - left
            guard Glibc.rename(path(number), inbox + "/alert-\(number).json") == 0 else {
                throw BenchFailure("rename", errno)
            }
            left -= 1
        }
    }

    /// As the Alerts API gives it: one file among the evidence, the rest processes.
    static func alert(_ number: Int, now: String, size: Int) -> String {
        let sha1 = hex(number, salt: 1)
        let head = """
            {"id": "da\(number)_\(number &* 7919)", "incidentId": \(number), "investigationId": null, "assignedTo": null,
             "severity": "High", "status": "New", "classification": null, "determination": null,
             "investigationState": "Queued", "detectionSource": "WindowsDefenderAtp", "detectorId": "17e10bbc",
             "category": "Malware", "threatFamilyName": null, "title": "A suspicious file was observed",
             "description": "A suspicious file was observed on the device and may be part of an attack.",
             "alertCreationTime": "\(now)", "firstEventTime": "\(now)", "lastEventTime": "\(now)",
             "lastUpdateTime": "\(now)", "resolvedTime": null, "machineId": "\(hex(number, salt: 2))",
             "computerDnsName": "pc-\(number).example.com", "rbacGroupName": "A", "relatedUser": null, "comments": [],
             "evidence": [
              {"entityType": "File", "evidenceCreationTime": "\(now)", "sha1": "\(sha1)", "sha256": null,
               "fileName": "invoice-\(number).exe", "filePath": "C:\\\\Users\\\\Public\\\\Downloads", "processId": null,
               "detectionStatus": "Detected"}
            """
        let process = """
            ,
              {"entityType": "Process", "evidenceCreationTime": "\(now)", "sha1": "\(hex(number, salt: 3))",
               "sha256": null, "fileName": "powershell.exe", "filePath": "C:\\\\Windows\\\\System32",
               "processId": \(number % 60_000), "processCommandLine": "powershell.exe -NoProfile -File a.ps1",
               "parentProcessId": 4, "parentProcessFileName": "explorer.exe", "detectionStatus": "Detected"}
            """
        let tail = "\n ]}\n"
        let room = size - head.utf8.count - tail.utf8.count
        return head + String(repeating: process, count: max(0, room / process.utf8.count)) + tail
    }

    private static func hex(_ number: Int, salt: UInt64) -> String {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ salt
        var digits = ""
        for _ in 0..<3 {
            state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9 &+ salt
            state ^= state >> 27
            let part = String(state, radix: 16)
            digits += String(repeating: "0", count: 16 - part.count) + part
        }
        return String(digits.prefix(40))
    }
}

/// A system call that a benchmark cannot do without.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ call: String, _ code: Int32) {
        description = "\(call): \(String(cString: strerror(code)))"
    }
}
