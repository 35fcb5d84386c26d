import Foundation

/// The collected real alerts with the pairs that must come of each, where they are at hand: `$LAZARET_SHARED` or `shared`
/// beside the checkout.
enum SharedAlerts {
    struct Entry: Sendable {
        var file: String
        /// `machineId:sha1` of each action that must come of it, in lower case. Where the index calls a file ambiguous, there is
        /// none: those are telemetry, and a record of the old SIEM API, and neither is an alert.
        var expected: Set<String>
        /// Those that a careless reader would make as well.
        var lenient: Set<String>
        var isJSON: Bool

        var bytes: [UInt8] {
            get throws { [UInt8](try Data(contentsOf: directory.appending(path: file))) }
        }
    }

    static let directory: URL =
        (ProcessInfo.processInfo.environment["LAZARET_SHARED"].map { URL(filePath: $0) }
        ?? ShippedMappings.checkout.appending(path: "../shared")).appending(path: "alerts").standardizedFileURL

    static var isPresent: Bool { FileManager.default.fileExists(atPath: directory.appending(path: "INDEX.tsv").path()) }

    static func entries() throws -> [Entry] {
        let text = try String(contentsOf: directory.appending(path: "INDEX.tsv"), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Entry(
                file: cells[0], expected: cells[5] == "y" ? [] : pairs(cells[3]),
                lenient: pairs(cells[4]).union(cells[5] == "y" ? pairs(cells[3]) : []),
                isJSON: !cells[6].hasPrefix("INVALID"))
        }
    }

    /// Pairs of 40 digits each; remarks and pairs that no strict reader could make are none.
    private static func pairs(_ cell: String) -> Set<String> {
        Set(
            cell.split { " ,;".contains($0) }.map { $0.lowercased() }.filter {
                $0.wholeMatch(of: /[0-9a-f]{40}:[0-9a-f]{40}/) != nil
            })
    }
}
