import Foundation
import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

@Suite("Requests")
struct RequestTests {
    private let since = Instant(milliseconds: 1_767_225_600_999)

    private func wire(_ request: DefenderRequest) throws -> HTTPRequest {
        try request.httpRequest(apiBase: "https://a.test", token: Secret("tok"))
    }

    @Test("A submit is an isolated POST of Comment and Sha1 to the machine's path")
    func submit() throws {
        let request = try wire(.submit(try Fixture.submission()))
        #expect(request.method == .post)
        #expect(request.url == "https://a.test/api/machines/\(Fixture.machine)/StopAndQuarantineFile")
        #expect(request.isolated)
        #expect(request.headers.contains { $0 == ("Authorization", "Bearer tok") })
        #expect(request.headers.contains { $0 == ("Content-Type", "application/json") })
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"Comment":"alert da637 [lazaret:3f9c0d1e2a4b:1024]","Sha1":"\#(Fixture.sha1)"}"#)
    }

    @Test(
        "Any comment arrives as it was",
        arguments: [
            #"say "no" \ / </script>"#, "line\nline\r\n\ttab", "nul\u{0}bell\u{7}", "\u{2028}\u{2029}\u{FEFF}",
            "Grüße 🧪 e\u{301}", #"","Sha1":"x"#, "",
        ])
    func comments(text: String) throws {
        var submission = try Fixture.submission()
        submission.comment = text
        let body = try wire(.submit(submission)).body
        let decoded = try JSONSerialization.jsonObject(with: Data(body)) as? [String: String]
        #expect(decoded == ["Comment": text, "Sha1": Fixture.sha1])
        #expect(!body.contains { $0 < 32 }, "control characters are escaped")
    }

    @Test("A look at one machine filters by type, machine and creation time, cut to whole seconds")
    func machineQuery() throws {
        let request = try wire(.list(.machine(try #require(MachineID(Fixture.machine)), since: since)))
        #expect(request.method == .get && !request.isolated && request.body.isEmpty)
        #expect(
            request.url == "https://a.test/api/machineactions?$filter=type%20eq%20'StopAndQuarantineFile'"
                + "%20and%20machineId%20eq%20'\(Fixture.machine)'"
                + "%20and%20creationDateTimeUtc%20ge%202026-01-01T00:00:00Z")
    }

    @Test(
        "A look at everything since a time pages with $top and $skip",
        arguments: [
            (500, 0, "&$top=500"), (500, 1000, "&$top=500&$skip=1000"), (0, -3, "&$top=1"), (99_999, 0, "&$top=10000"),
        ])
    func sinceQuery(top: Int, skip: Int, tail: String) throws {
        let url = try wire(.list(.since(since, top: top, skip: skip))).url
        #expect(
            url == "https://a.test/api/machineactions?$filter=type%20eq%20'StopAndQuarantineFile'"
                + "%20and%20creationDateTimeUtc%20ge%202026-01-01T00:00:00Z" + tail)
    }

    @Test("Ids are asked for in one list; what can be no id is left out, GUIDs go in lower case")
    func idQuery() throws {
        let ids = [Fixture.actionID.uppercased(), "x') or ('1' eq '1", "", "action-2", "a b", "é"]
        #expect(
            try wire(.list(.ids(ids))).url
                == "https://a.test/api/machineactions?$filter=id%20in%20('\(Fixture.actionID)','action-2')")
    }

    @Test(
        "An id that could leave its place in a URL never gets there",
        arguments: [
            "", "../machines", "a/b", "a'b", "a?b", "a#b", "a%2fb", "a b", "a\r\nb", "é",
            String(repeating: "a", count: 65),
        ])
    func hostileIDs(id: String) {
        for request in [DefenderRequest.get(id), .cancel(id, comment: "c"), .list(.ids([id]))] {
            #expect(throws: RequestError.invalidActionID) { try wire(request) }
        }
    }

    @Test("The other calls go to their documented paths")
    func paths() throws {
        let sha1 = try #require(SHA1Hash(Fixture.sha1))
        let cancel = try wire(.cancel(Fixture.actionID, comment: #"by "ada""#))
        #expect(cancel.url == "https://a.test/api/machineactions/\(Fixture.actionID)/cancel")
        #expect(cancel.method == .post && cancel.isolated)
        #expect(String(decoding: cancel.body, as: UTF8.self) == #"{"Comment":"by \"ada\""}"#)
        #expect(try wire(.get(Fixture.actionID)).url == "https://a.test/api/machineactions/\(Fixture.actionID)")
        let machine = try #require(MachineID(Fixture.machine))
        #expect(try wire(.machine(machine)).url == "https://a.test/api/machines/\(Fixture.machine)")
        #expect(try wire(.file(sha1)).url == "https://a.test/api/files/\(Fixture.sha1)")
    }
}
