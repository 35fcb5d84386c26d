import LazaretCore

/// Rows of `machine_actions` as a table that scrolls by itself where the window is narrow.
enum ActionTable {
    /// `decides`: with the commands that decide each held action.
    static func html(
        _ id: String, _ name: String, _ actions: [StatusReport.Action], decides: Bool = false, none: String
    ) -> HTML {
        guard !actions.isEmpty else { return "<p class=\"none\">\(none)</p>" }
        var heads = ["action", "machine", "file", "state", "detail", "updated (UTC)"]
        if decides { heads.append("decide with") }
        let columns = heads.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let rows = actions.map { row($0, decides: decides) }
        return """
            <div class="scroll" id="\(id)" tabindex="0" role="region" aria-label="\(name)"><table>\
            <thead><tr>\(columns)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private static func row(_ action: StatusReport.Action, decides: Bool) -> HTML {
        let commands: HTML =
            decides
            ? "<td><code>lazaret approve \(action.id)</code><br><code>lazaret deny \(action.id)</code></td>" : ""
        return """
            <tr><th scope="row">\(action.id)<br><small>\(action.tenant)</small></th>\
            <td>\(named(action.machineName, action.machine))</td><td>\(named(action.fileName, action.sha1))</td>\
            <td><span class="state state-\(action.state)">\(action.state)</span></td><td>\(action.detail)</td>\
            <td>\(time(action.updatedAt))</td>\(commands)</tr>
            """
    }

    private static func named(_ name: String?, _ id: String) -> HTML {
        let first: HTML = name.map { "\($0)<br>" } ?? ""
        return "\(first)<code class=\"id\">\(id)</code>"
    }

    /// `2026-01-31T12:34:56.789Z` without what nobody reads.
    private static func time(_ text: String) -> HTML {
        let short = text.prefix(19).replacing("T", with: " ")
        return "<time datetime=\"\(text)\">\(String(short))</time>"
    }
}
