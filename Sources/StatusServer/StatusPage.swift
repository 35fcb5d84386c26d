import LazaretCore

/// The page at `/`: whole without a script. With one, the part inside `main` and the state in the head are renewed in place.
enum StatusPage {
    static func html(_ report: StatusReport) -> String {
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title(report))</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="stylesheet" href="/status.css"><script src="/status.js" defer></script>
            <noscript><meta http-equiv="refresh" content="15"></noscript></head>
            <body><a class="skip" href="#main">Skip to the content</a>
            <header><h1>Lazaret</h1><div id="state">\(state(report))</div>
            <form role="search" action="/" method="get"><label for="q">Machine, SHA-1 or alert</label>
            <input id="q" name="q" type="search" maxlength="200" spellcheck="false" value="\(report.search?.text ?? "")">
            <button type="submit">Search</button></form></header>
            <p id="silent" role="status"></p>
            <main id="main">\(content(report))</main>
            <footer><p>Lazaret \(report.version), \(report.at.description). Read only: decisions are made with
            <code>lazaret approve</code>, <code>deny</code>, <code>pause</code> and <code>resume</code>.</p></footer>
            </body></html>

            """
        return page.source
    }

    private static func title(_ report: StatusReport) -> String {
        if !report.pauses.isEmpty { return "Lazaret: paused" }
        return report.notReady.isEmpty ? "Lazaret" : "Lazaret: not ready"
    }

    private static func state(_ report: StatusReport) -> HTML {
        guard !report.notReady.isEmpty else { return "<p class=\"good\">Ready</p>" }
        let reasons = report.notReady.map { "<li>\($0)</li>" as HTML }
        return "<p class=\"bad\">Not ready</p><ul>\(reasons)</ul>"
    }

    private static func content(_ report: StatusReport) -> HTML {
        if let search = report.search, !search.text.isEmpty {
            return """
                \(pauses(report))<section><h2>Found for “\(search.text)”</h2>\
                \(ActionTable.html("found", "Actions found", search.actions, none: "No action has this machine, file or alert."))\
                <p><a href="/">Back to everything</a></p></section>
                """
        }
        return """
            \(pauses(report))\(numbers(report))\(quotas(report))
            <section><h2>Last 24 hours by outcome</h2>\(OutcomeChart.html(report.hours))</section>
            <section><h2>Held: waiting for a person</h2>\
            \(ActionTable.html("held", "Held actions", report.held, decides: true, none: "Nothing is held."))</section>
            <section><h2>Recent failures</h2>\
            \(ActionTable.html("failures", "Recent failures", report.failures, none: "No failure is recorded."))</section>
            <section><h2>Recent actions</h2>\
            \(ActionTable.html("recent", "Recent actions", report.recent, none: "There is no action yet."))</section>
            """
    }

    private static func pauses(_ report: StatusReport) -> HTML {
        guard !report.pauses.isEmpty else { return "" }
        let items = report.pauses.map { pause -> HTML in
            let command: HTML = pause.command.map { "<br>Ends with <code>\($0)</code>" } ?? ""
            return "<li><strong>\(pause.what)</strong>: \(pause.why)\(command)</li>"
        }
        return "<section class=\"pauses\" aria-label=\"Paused\"><h2>Paused</h2><ul>\(items)</ul></section>"
    }

    private static func numbers(_ report: StatusReport) -> HTML {
        let drained = report.backlog == 0 ? "" : report.drain.map { "sent in about \(TimeSpan.text($0)) at full quota" }
        let open = report.count(of: .submitted) + report.count(of: .unconfirmed)
        let cards: [(name: String, value: String, more: String)] = [
            ("Mode", report.mode, ""),
            ("Waiting to be sent", String(report.backlog), drained ?? ""),
            ("Oldest unsent", report.oldestUnsent.map(TimeSpan.text) ?? "none", ""),
            ("Open at Defender", String(open), ""),
            ("Oldest not final", report.oldestOpen.map(TimeSpan.text) ?? "none", ""),
            ("Held", String(report.count(of: .held)), ""),
            ("Succeeded", String(report.count(of: .succeeded)), ""),
            ("Files in the inbox", String(report.filesWaiting), ""),
        ]
        let items = cards.map { card -> HTML in
            let more: HTML = card.more.isEmpty ? "" : "<dd class=\"more\">\(card.more)</dd>"
            return "<div><dt>\(card.name)</dt><dd>\(card.value)</dd>\(more)</div>"
        }
        return "<section aria-label=\"Numbers\"><dl class=\"cards\">\(items)</dl></section>"
    }

    private static func quotas(_ report: StatusReport) -> HTML {
        let items = report.gauges.map { gauge -> HTML in
            let window = TimeSpan.text(gauge.window)
            let name = "\(gauge.tenant), \(gauge.operation), in \(window)"
            return """
                <li><span>\(name)</span><meter min="0" max="\(gauge.limit)" high="\(gauge.limit * 9 / 10)" \
                value="\(min(gauge.used, gauge.limit))" aria-label="\(name)"></meter>\
                <span class="number">\(gauge.used) of \(gauge.limit) used</span></li>
                """
        }
        return items.isEmpty ? "" : "<section><h2>Quota</h2><ul class=\"gauges\">\(items)</ul></section>"
    }
}
