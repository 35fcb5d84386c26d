import LazaretCore
import Testing

@testable import StatusServer

struct StatusPageTests {
    static let now = Instant(milliseconds: 1_769_862_896_789)
    static let nasty = "<script>alert(1)</script>\u{1b}[2J\u{202e}&\"'"

    static func action(_ id: Int64, state: String = "held") -> StatusReport.Action {
        StatusReport.Action(
            id: id, tenant: nasty, machine: nasty, machineName: nasty, sha1: nasty, fileName: nasty, state: state,
            detail: nasty, updatedAt: "2026-01-31T12:34:56.789Z")
    }

    @Test("no text from outside becomes markup, wherever it stands")
    func escapes() {
        let actions = [Self.action(1)]
        var report = StatusReport(
            notReady: [Self.nasty], version: Self.nasty, at: Self.now, mode: Self.nasty,
            pauses: [.init(what: Self.nasty, why: Self.nasty, command: Self.nasty)],
            gauges: [.init(tenant: Self.nasty, operation: Self.nasty, window: .seconds(60), limit: 1, used: 9)],
            hours: [.init(label: Self.nasty, counts: [.succeeded: 1])], held: actions, failures: actions,
            recent: actions)
        for search in [nil, StatusReport.Search(text: Self.nasty, actions: actions)] {
            report.search = search
            let page = StatusPage.html(report)
            #expect(!page.contains("<script>alert"))
            #expect(!page.contains("\u{1b}"))
            #expect(!page.contains("\u{202e}"))
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{1b}[2J\\u{202e}&amp;&quot;&#39;"))
        }
    }

    @Test("each held action stands with the commands that decide it")
    func held() {
        let page = StatusPage.html(StatusReport(at: Self.now, held: [Self.action(41), Self.action(42)]))
        for id in [41, 42] {
            #expect(page.contains("<code>lazaret approve \(id)</code><br><code>lazaret deny \(id)</code>"))
        }
    }

    @Test("what is paused, and how it ends, stands on top")
    func paused() {
        let pause = StatusReport.Pause(what: "Submitting is stopped", why: "by anna: drill", command: "lazaret resume")
        let page = StatusPage.html(StatusReport(at: Self.now, pauses: [pause]))
        #expect(page.contains("<title>Lazaret: paused</title>"))
        #expect(
            page.contains(
                "<strong>Submitting is stopped</strong>: by anna: drill<br>Ends with <code>lazaret resume</code>"))
    }

    @Test("a gauge is never fuller than full")
    func gauge() {
        let gauge = StatusReport.Gauge(tenant: "t", operation: "submit", window: .seconds(60), limit: 100, used: 130)
        let page = StatusPage.html(StatusReport(at: Self.now, gauges: [gauge]))
        #expect(page.contains("max=\"100\" high=\"90\" value=\"100\" aria-label=\"t, submit, in 1 min\""))
        #expect(page.contains("130 of 100 used"))
    }

    @Test("the chart has a bar for each outcome of an hour, and a table with the same numbers")
    func chart() {
        let hours = (0..<24).map { hour in
            StatusReport.Hour(
                label: "\(hour):00", counts: hour == 7 ? [.succeeded: 30, .failed: 2, .timedOut: 1, .dryRun: 5] : [:])
        }
        let html = OutcomeChart.html(hours).source
        #expect(html.contains("38 actions became final"))
        #expect(html.contains("<title>7:00 UTC: 30 succeeded</title>"))
        #expect(html.contains("<title>7:00 UTC: 3 failed, timed out, cancelled</title>"))
        #expect(html.contains("<th scope=\"row\">7:00</th><td class=\"number\">30</td><td class=\"number\">3</td>"))
        #expect(OutcomeChart.html([]).source.contains("Nothing became final"))
    }

    @Test(
        "spans are said in their two largest units",
        arguments: [
            (Duration.milliseconds(250), "250 ms"), (.seconds(59), "59 s"), (.seconds(60), "1 min"),
            (.seconds(3725), "1 h 2 min"), (.seconds(90_000), "1 d 1 h"), (.seconds(-5), "0 ms"),
        ])
    func span(_ duration: Duration, _ text: String) {
        #expect(TimeSpan.text(duration) == text)
    }
}
