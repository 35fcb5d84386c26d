import Foundation
import Testing

/// The status page's search, as a browser asks for it.
struct SearchTests {
    private static let alerts = (1...3).map { number in
        """
        {"alertId": "da-\(number) x", "machineId": "\(SampleAlert.hex(number, "machine"))", "machineName": "host\(number).example",
         "sha1": "\(SampleAlert.hex(number, "file"))", "comment": "test", "severity": "high"}
        """
    }

    /// What is asked for, and the alert whose action it finds.
    private static let found: [(query: String, number: Int)] = [
        (SampleAlert.hex(1, "machine"), 1),
        (SampleAlert.hex(2, "machine").uppercased(), 2),
        ("host2.example", 2),
        (SampleAlert.hex(3, "file"), 3),
        (SampleAlert.hex(1, "file").uppercased(), 1),
        ("da-3+x", 3),
        ("da-2%20x", 2),
    ]

    private static let nothing = ["host9.example", "da-", "da-3%20x%27%20or%201%3D1", SampleAlert.hex(9, "file")]

    @Test(
        "a machine's id or name, a SHA-1 and an alert's id find their action and no other; what is unknown finds none")
    func finds() async throws {
        try await Station.with(mode: "dryRun", http: "127.0.0.1:0") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for (index, alert) in Self.alerts.enumerated() { try station.drop("\(index).json", alert) }
            try await station.until("three dry runs") { try station.states() == ["dry_run", "dry_run", "dry_run"] }
            for (query, number) in Self.found {
                let page = try await station.get("/?q=\(query)", of: daemon)
                #expect(page.status == 200)
                #expect(machines(in: page.text) == [SampleAlert.hex(number, "machine")], "\(query)")
                #expect(page.text.contains("host\(number).example"), "\(query)")
            }
            for query in Self.nothing {
                let page = try await station.get("/?q=\(query)", of: daemon)
                #expect(page.status == 200)
                #expect(page.text.contains("No action has this machine, file or alert."), "\(query)")
                #expect(page.text.firstMatch(of: /state state-/) == nil, "\(query)")
            }
        }
    }

    /// The machines of a page's rows. The words that were asked for stand on the page, too, but in no cell.
    private func machines(in page: String) -> [String] {
        page.matches(of: /<td>(?:[^<]*<br>)?<code class="id">([0-9a-f]{40})<\/code><\/td><td>/).map {
            String($0.output.1)
        }
        .enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
}
