import Foundation

extension LongLog {
    /// A path for the log in `directory`, which stays; without one in a directory that goes when `body` has ended.
    static func withPath(in directory: String?, _ body: (_ path: String) async throws -> Void) async throws {
        let folder = directory ?? NSTemporaryDirectory() + "lazaret-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { if directory == nil { try? FileManager.default.removeItem(atPath: folder) } }
        try await body(folder + "/actions.db")
    }
}
