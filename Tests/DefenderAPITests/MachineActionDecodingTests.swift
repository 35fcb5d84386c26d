import LazaretCore
import Testing

@testable import DefenderAPI

@Suite("Reading machine actions")
struct MachineActionDecodingTests {
    @Test("A real answer is read whole, and kept as it came")
    func whole() throws {
        let text = """
            { "@odata.context": "https://api-us3.test/api/$metadata#MachineActions/$entity",
              "id":"5382F7EA-7557-4AB7-9782-D50480024A4E", "type":"StopAndQuarantineFile", "title":null,
              "requestor":"Lazaret (contoso.test) ", "requestorComment":"why [lazaret:3f9c0d1e2a4b:1024]",
              "status":"Succeeded", "machineId":"\(Fixture.machine)", "computerDnsName":"desk-7.contoso.test",
              "creationDateTimeUtc":"2026-01-31T12:34:56.7220239Z",
              "lastUpdateDateTimeUtc":"2026-01-31T12:35:06.2Z", "errorHResult":0, "commands":[],
              "relatedFileInfo":{"fileIdentifier":"\(Fixture.sha1)","fileIdentifierType":"Sha1"} }
            """
        let action = try #require(MachineAction(json: Array(text.utf8)))
        #expect(action.id == Fixture.actionID)
        #expect(action.type == "StopAndQuarantineFile")
        #expect(action.status.state == .succeeded)
        #expect(action.machineID == Fixture.machine)
        #expect(action.requestor == "Lazaret (contoso.test) ")
        #expect(action.requestorComment.map(Fixture.marker.marks) == true)
        #expect(action.computerDNSName == "desk-7.contoso.test")
        #expect(action.createdAt == Instant(rfc3339: "2026-01-31T12:34:56.722Z"))
        #expect(action.updatedAt == Instant(rfc3339: "2026-01-31T12:35:06.200Z"))
        #expect(action.fileIdentifier == Fixture.sha1 && action.fileIdentifierType == "Sha1")
        #expect(action.errorHResult == 0)
        #expect(action.body == text)
    }

    @Test(
        "One odd field costs only that field",
        arguments: [
            (#"{"id":"a-1","lastUpdateTimeUtc":"2026-01-01T00:00:00Z"}"#, "updatedAt"),
            (#"{"ID":"a-1","LastUpdateDateTimeUtc":"2026-01-01T00:00:00+00:00"}"#, "updatedAt"),
            (#"{"id":"a-1","errorHResult":-2147024891}"#, "hresult"),
            (#"{"id":"a-1","errorHResult":"2147942405"}"#, "hresult"),
            (#"{"id":"a-1","errorHResult":4294967297}"#, "hresult"),
            (#"{"id":"a-1","errorHResult":{"odd":1},"status":7,"machineId":null,"relatedFileInfo":"x"}"#, "none"),
        ])
    func oddFields(json: String, present: String) throws {
        let action = try #require(MachineAction(json: Array(json.utf8)))
        #expect(action.id == "a-1")
        #expect((action.updatedAt != nil) == (present == "updatedAt"))
        #expect((action.errorHResult != nil) == (present == "hresult"))
        #expect(action.status.state == .submitted)
    }

    @Test("A status that nobody knows is kept, and is open")
    func unknownStatus() throws {
        let action = try #require(MachineAction(json: Array(#"{"id":"a-1","status":"Quiesced"}"#.utf8)))
        #expect(action.status.description == "Quiesced" && action.status.state == .submitted)
    }

    @Test(
        "What is no action with an id is none",
        arguments: [
            "", "null", "[]", "{}", #"{"id":null}"#, #"{"id":"a/../b"}"#, #"{"id":"a-1""#, #"{"id":"\#u{0}a"}"#,
        ])
    func none(json: String) {
        #expect(MachineAction(json: Array(json.utf8)) == nil)
    }

    @Test("Each action of a list keeps its own text, byte for byte")
    func listBodies() throws {
        let first = #"{"id":"a-1", "n":12345678901234567890,"f":1.10,"s":"br]ace}s, \"q\\","v":{"value":[1]}}"#
        let second = "{\n  \"id\" : \"a-2\",\t\"z\":null , \"a\":[{},[]], \"u\":\"\\u00e9é\" }"
        let text = #" {"@odata.context":"c","value" : [ \#(first) ,\#(second)] , "@odata.count":2} "#
        let list = try #require(ActionList(json: Array(text.utf8)))
        #expect(list.actions.map(\.body) == [first, second])
        #expect(list.actions.map(\.id) == ["a-1", "a-2"])
        #expect(list.unreadable == 0 && !list.hasMore)
    }

    @Test("Members that are no actions are counted, and a next page is noticed")
    func oddLists() throws {
        let odd = #"{"value":[1,null,"x",{"id":"a-1"},{"no":"id"}],"@odata.nextLink":"https://else.test/?$skip=2"}"#
        let list = try #require(ActionList(json: Array(odd.utf8)))
        #expect(list.actions.map(\.id) == ["a-1"])
        #expect(list.unreadable == 4 && list.hasMore)
        let empty = try #require(ActionList(json: Array(#"{"value":[],"@odata.nextLink":null}"#.utf8)))
        #expect(empty.actions.isEmpty && !empty.hasMore)
    }

    @Test(
        "A next page is noticed however its key is spelled, and an empty link is none",
        arguments: [
            ("@odata.NextLink", "\"x\"", true), ("odata.nextLink", "\"x\"", true), ("@nextLink", "\"x\"", true),
            ("@odata.nextLink", "\"\"", false), ("@odata.nextLink", "null", false), ("@odata.count", "7", false),
        ])
    func nextLinks(key: String, value: String, hasMore: Bool) throws {
        let list = try #require(ActionList(json: Array(#"{"Value":[{"id":"a-1"}],"\#(key)":\#(value)}"#.utf8)))
        #expect(list.hasMore == hasMore && list.actions.map(\.id) == ["a-1"])
    }

    @Test(
        "What is no whole list envelope is unreadable",
        arguments: [
            "", "[]", "{}", #"{"value":null}"#, #"{"value":{}}"#, #"{"value":[{"id":"a-1"}"#,
            #"{"value":[{"id":"a-1"]}"#,
            #"{"value":[],"value":[]}"#, #"{"value":[],"Value":[]}"#, #"{"value":[]}x"#, #"{"value":["a}"#,
            #"{"value":[{"id":"a-1"},]}"#,
        ])
    func unreadableLists(json: String) {
        #expect(ActionList(json: Array(json.utf8)) == nil)
    }
}
