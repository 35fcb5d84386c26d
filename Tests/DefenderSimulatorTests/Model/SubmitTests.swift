import DefenderSimulator
import LoopbackHTTPServer
import Testing

@Suite("Stop and quarantine file")
struct SubmitTests {
    private static let path = "/api/machines/\(ModelClient.machine)/StopAndQuarantineFile"

    @Test("the seed's example is answered 201 with a whole MachineAction")
    func seedExample() throws {
        var client = ModelClient()
        let comment = "Stop and quarantine file on machine due to alert 441688558380765161_2136280442"
        let response = try client.submit(comment: comment).response
        #expect(response.status == 201)
        let action = try response.json()
        #expect(action["type"] as? String == "StopAndQuarantineFile")
        #expect(action["status"] as? String == "Pending")
        #expect(action["machineId"] as? String == ModelClient.machine)
        #expect(action["requestor"] as? String == ModelClient.app)
        #expect(action["requestorComment"] as? String == comment)
        #expect(action["requestSource"] as? String == "PublicApi")
        #expect(action["errorHResult"] as? Int == 0)
        let file = try #require(action["relatedFileInfo"] as? [String: String])
        #expect(file == ["fileIdentifier": ModelClient.sha1, "fileIdentifierType": "Sha1"])
        let id = try #require(action["id"] as? String)
        #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        for name in ["creationDateTimeUtc", "lastUpdateDateTimeUtc"] {
            let time = try #require(action[name] as? String)
            #expect(time.wholeMatch(of: /2026-01-31T12:34:56\.789\d{4}Z/) != nil)
        }
        let properties = [
            "@odata.context", "id", "type", "title", "scope", "requestor", "requestorComment", "requestSource",
            "externalId",
            "status", "machineId", "computerDnsName", "creationDateTimeUtc", "lastUpdateDateTimeUtc",
            "cancellationRequestor",
            "cancellationComment", "cancellationDateTimeUtc", "errorHResult", "troubleshootInfo", "relatedFileInfo",
            "commands",
        ]
        #expect(Set(action.keys) == Set(properties))
    }

    @Test(
        "the path is taken in any letter case and with a version",
        arguments: [
            path, "/API/Machines/\(ModelClient.machine.uppercased())/stopAndQuarantineFile",
            "/api/v1.0" + path.dropFirst(4),
            path + "/",
        ])
    func paths(path: String) throws {
        var client = ModelClient()
        let body = #"{"Comment": "c", "Sha1": "\#(ModelClient.sha1.uppercased())"}"#
        #expect(try client.call("POST", path, body: body).response.status == 201)
        #expect(client.defender.report(at: client.now).quarantines.map(\.machineID) == [ModelClient.machine])
        #expect(client.defender.report(at: client.now).quarantines.map(\.sha1) == [ModelClient.sha1])
    }

    @Test(
        "a body that is not exactly right is refused with the code that says so, and nothing comes into being",
        arguments: [
            (#"{"Sha1": "SHA"}"#, "MissingRequiredParameter"), (#"{"Comment": "c"}"#, "MissingRequiredParameter"),
            (#"{"comment": "c", "Sha1": "SHA"}"#, "MissingRequiredParameter"),
            (#"{"Comment": "c", "sha1": "SHA"}"#, "MissingRequiredParameter"),
            (#"{"Comment": " ", "Sha1": "SHA"}"#, "MissingRequiredParameter"),
            (#"{"Comment": "c", "Sha1": "SHA", "Extra": 1}"#, "InvalidRequestBody"),
            (#"{"Comment": "c", "Sha1": "SHA", "ExternalId": "e"}"#, "InvalidRequestBody"),
            (#"{"Comment": 1, "Sha1": "SHA"}"#, "InvalidRequestBody"), (#"["SHA"]"#, "InvalidRequestBody"),
            ("", "InvalidRequestBody"), (#"{"Comment": "c", "Sha1": "SHA""#, "InvalidRequestBody"),
            (#"{"Comment": "c", "Sha1": "0SHA"}"#, "InvalidHashValue"),
            (#"{"Comment": "c", "Sha1": "abc"}"#, "InvalidHashValue"),
            (#"{"Comment": "c", "Sha1": " SHA"}"#, "InvalidHashValue"),
        ])
    func badBodies(body: String, code: String) throws {
        var client = ModelClient()
        let text = body.replacing("SHA", with: ModelClient.sha1)
        let response = try client.call("POST", Self.path, body: text).response
        #expect(response.status == 400)
        #expect(try response.errorCode == code)
        #expect(client.defender.quarantineCount == 0)
        #expect(client.defender.report(at: client.now).arrivals.last?.code == code)
        #expect(client.defender.report(at: client.now).arrivals.last?.processed == false)
    }

    @Test("a body that is not declared as JSON is refused")
    func contentType() throws {
        var client = ModelClient()
        let body = #"{"Comment": "c", "Sha1": "\#(ModelClient.sha1)"}"#
        let response = try client.call("POST", Self.path, body: body, contentType: "text/plain").response
        #expect(try response.errorCode == "InvalidRequestBody")
    }

    @Test(
        "machines that cannot are refused with their code",
        arguments: [
            ("dead" + String(repeating: "0", count: 36), 404, "ResourceNotFound"),
            ("not-a-machine", 404, "ResourceNotFound"), (String(repeating: "a", count: 39), 404, "ResourceNotFound"),
            ("0ff1" + String(repeating: "0", count: 36), 400, "OsPlatformNotSupported"),
            ("01d0" + String(repeating: "0", count: 36), 400, "ClientVersionNotSupported"),
        ])
    func badMachines(machine: String, status: Int, code: String) throws {
        var options = SimulatorOptions()
        options.inventory.outdatedMachines = ["01D0"]
        var client = ModelClient(options)
        let response = try client.submit(machine: machine).response
        #expect(response.status == status)
        #expect(try response.errorCode == code)
        #expect(try response.errorMessage?.contains(machine) == true)
    }

    @Test("a file that must not be touched is refused with 403")
    func disallowedFile() throws {
        var options = SimulatorOptions()
        options.inventory.disallowedFiles = ["8766"]
        var client = ModelClient(options)
        let response = try client.submit().response
        #expect(response.status == 403)
        #expect(try response.errorCode == "DisallowedOperation")
        #expect(try client.submit(sha1: ModelClient.otherSHA1).response.status == 201)
    }

    @Test("an external id is echoed where it is taken at all")
    func externalID() throws {
        var options = SimulatorOptions()
        options.lifecycle.acceptsExternalID = true
        var client = ModelClient(options)
        let body = #"{"Comment": "c", "Sha1": "\#(ModelClient.sha1)", "ExternalId": "e1"}"#
        #expect(try client.call("POST", Self.path, body: body).response.json()["externalId"] as? String == "e1")
    }

    @Test("any other method is not for this resource")
    func method() throws {
        var client = ModelClient()
        #expect(try client.call("GET", Self.path).response.status == 405)
        #expect(try client.call("GET", "/api/nothing").response.status == 404)
    }
}
