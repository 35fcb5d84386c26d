import Foundation

/// A text compared with the one that was recorded before, as a file that people read in reviews.
///
/// `LAZARET_RECORD_SNAPSHOTS=1` writes the files anew instead: look at the difference before you commit it.
public struct Snapshot {
    public enum Verdict: Equatable {
        case same
        case recorded
        case missing(file: String)
        /// The first line that differs: its number, as recorded, as it is now.
        case differs(file: String, line: Int, recorded: String, found: String)
    }

    private let directory: URL

    /// In the folder `Snapshots` beside the test's own file.
    public init(besideTestFile file: StaticString = #filePath) {
        directory = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().appendingPathComponent("Snapshots")
    }

    public func compare(_ text: String, name: String) throws -> Verdict {
        let file = directory.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["LAZARET_RECORD_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return .recorded
        }
        guard let data = try? Data(contentsOf: file) else { return .missing(file: file.path) }
        if data == Data(text.utf8) { return .same }
        let recorded = Self.lines(String(decoding: data, as: UTF8.self))
        let found = Self.lines(text)
        let line = zip(recorded, found).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let index = line ?? min(recorded.count, found.count)
        return .differs(
            file: file.path, line: index + 1, recorded: index < recorded.count ? recorded[index] : "",
            found: index < found.count ? found[index] : "")
    }

    private static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }
}
