import DefenderSimulator
import LoopbackHTTPServer
import Testing

@Suite("Listing machine actions")
struct ListTests {
    /// Five actions on five machines, a minute apart; their ids from oldest to newest.
    private func filled(_ change: (inout SimulatorOptions) -> Void = { _ in }) throws -> (ModelClient, [String]) {
        var options = SimulatorOptions()
        change(&options)
        var client = ModelClient(options)
        var ids: [String] = []
        for digit in ["a", "b", "c", "d", "e"] {
            ids.append(try client.submitted(machine: String(repeating: digit, count: 40)))
            client.advance(by: .seconds(60))
        }
        return (client, ids)
    }

    @Test(
        "options cut and order the list, newest first without any",
        arguments: [
            ([], [4, 3, 2, 1, 0]), ([("$top", "2")], [4, 3]), ([("$skip", "3")], [1, 0]),
            ([("$top", "2"), ("$skip", "4")], [0]),
            ([("$skip", "9")], []), ([("$top", "0")], []), ([("$orderby", "creationDateTimeUtc")], [0, 1, 2, 3, 4]),
            ([("$orderby", "creationDateTimeUtc desc"), ("$top", "1")], [4]),
            ([("$orderby", "status,machineId desc")], [4, 3, 2, 1, 0]),
            ([("$orderby", "type asc, machineId asc")], [0, 1, 2, 3, 4]), ([("$top", "10000")], [4, 3, 2, 1, 0]),
            ([("$filter", "creationDateTimeUtc ge 2026-01-31T12:37:00Z")], [4, 3]),
            ([("unknown", "x")], [4, 3, 2, 1, 0]),
        ] as [([(String, String)], [Int])])
    func options(query: [(String, String)], expected: [Int]) throws {
        var (client, ids) = try filled()
        let response = try client.list(query)
        #expect(response.status == 200)
        #expect(try response.ids == expected.map { ids[$0] })
    }

    @Test(
        "bad options are ODataErrors",
        arguments: [
            ("$top", "10001"), ("$top", "-1"), ("$top", "many"), ("$skip", "-1"), ("$skip", ""), ("$orderby", ""),
            ("$orderby", "requestorComment"), ("$orderby", "status sideways"), ("$count", "yes"), ("$expand", "x"),
            ("$stop", "1"),
            ("$filter", ""),
        ])
    func badOptions(name: String, value: String) throws {
        var (client, _) = try filled()
        let response = try client.list([(name, value)])
        #expect(response.status == 400)
        #expect(try response.errorCode == "ODataError")
    }

    @Test("the count is of what matches, not of the page")
    func count() throws {
        var (client, _) = try filled()
        let answer = try client.list([
            ("$count", "true"), ("$top", "1"), ("$filter", "machineId ne '\(String(repeating: "a", count: 40))'"),
        ])
        .json()
        #expect(answer["@odata.count"] as? Int == 4)
        #expect((answer["value"] as? [Any])?.count == 1)
        #expect(try client.list([("$count", "false")]).json()["@odata.count"] == nil)
    }

    @Test("a fresh action is missing from the List and from its id for as long as the lags say")
    func lag() throws {
        var options = SimulatorOptions()
        options.listing.listLag = .seconds(3)
        options.listing.getLag = .seconds(1)
        var client = ModelClient(options)
        let id = try client.submitted()
        var seen: [[Bool]] = []
        for step in [0, 999, 1, 1999, 1] {
            client.advance(by: .milliseconds(step))
            let isFound = try client.call("GET", "/api/machineactions/\(id)").response.status == 200
            seen.append([isFound, try client.list([]).ids == [id]])
        }
        #expect(seen == [[false, false], [false, false], [true, false], [true, false], [true, true]])
    }

    @Test("a page that is cut short may carry a link, and following it gives every action once")
    func nextLink() throws {
        var (client, ids) = try filled {
            $0.listing.pageSize = 2
            $0.listing.offersNextLink = true
        }
        var target: String? = "/api/machineactions?%24filter=type%20eq%20%27StopAndQuarantineFile%27"
        var seen: [String] = []
        while let next = target {
            let response = try client.call("GET", next).response
            seen += try response.ids
            let link = try response.json()["@odata.nextLink"] as? String
            target = link.map { String($0.dropFirst("http://localhost".count)) }
        }
        #expect(seen == ids.reversed())
        let top = try client.list([("$top", "2")]).json()
        #expect(top["@odata.nextLink"] == nil)
    }

    @Test("one tenant never sees another's actions")
    func tenants() throws {
        var (client, ids) = try filled()
        client.use(token: try client.fetchToken(tenant: "other"))
        #expect(try client.list([]).ids.isEmpty)
        #expect(try client.call("GET", "/api/machineactions/\(ids[0])").response.errorCode == "ResourceNotFound")
    }
}
