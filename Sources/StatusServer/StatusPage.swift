import LazaretCore

/// The page at `/`: plain HTML without a script, every text escaped.
enum StatusPage {
    static func html(_ report: StatusReport) -> String {
        let state = report.notReady.isEmpty ? "ready" : "not ready: " + report.notReady.joined(separator: ", ")
        var text = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="10">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>Lazaret</title>
            <style>\(style)</style></head><body><h1>Lazaret</h1><p><strong>\(escaped(state))</strong></p><dl>
            """
        for fact in report.facts { text += "<dt>\(escaped(fact.name))</dt><dd>\(escaped(fact.value))</dd>" }
        text += "</dl>"
        text += table(
            "Held: waiting for a person", ["action", "machine", "file", "reason", "decide with"], report.held)
        text += table("Recent actions", ["action", "machine", "file", "state", "status", "updated"], report.recent)
        return text + "</body></html>\n"
    }

    private static func table(_ title: String, _ heads: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        var text = "<h2>\(escaped(title))</h2><table><thead><tr>"
        for head in heads { text += "<th scope=\"col\">\(escaped(head))</th>" }
        text += "</tr></thead><tbody>"
        for row in rows { text += "<tr>" + row.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>" }
        return text + "</tbody></table>"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(contentsOf: VisibleText.scalars(for: scalar))
            }
        }
        return escaped
    }

    private static let style = """
        :root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0}
        table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}td,th{border-bottom:1px solid;padding:.3rem .6rem;
        text-align:left;font-variant-numeric:tabular-nums}
        """
}
