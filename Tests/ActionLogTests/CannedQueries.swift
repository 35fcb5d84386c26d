import Foundation
import Yams

/// What `config/datasette/metadata.yaml` asks.
struct CannedQueries {
    var queries: [(name: String, sql: String)]
    var charts: [(name: String, sql: String)]

    static func load() throws -> CannedQueries {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "config/datasette/metadata.yaml")
        let root = try Yams.compose(yaml: String(contentsOf: file, encoding: .utf8))
        return CannedQueries(
            queries: entries(root?["databases"]?["actions"]?["queries"], "sql"),
            charts: entries(root?["plugins"]?["datasette-dashboards"]?["lazaret"]?["charts"], "query"))
    }

    private static func entries(_ node: Node?, _ key: String) -> [(name: String, sql: String)] {
        (node?.mapping ?? [:]).map { ($0.key.string ?? "", $0.value[key]?.string ?? "") }
    }
}
