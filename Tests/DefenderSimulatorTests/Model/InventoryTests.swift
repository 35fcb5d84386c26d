import DefenderSimulator
import LoopbackHTTPServer
import Testing

@Suite("Lookups of machines and files")
struct InventoryTests {
    private static let dead = "dead" + String(repeating: "0", count: 36)

    private func client() -> ModelClient {
        var options = SimulatorOptions()
        options.inventory.machines[ModelClient.machine] = .object([
            .init("computerDnsName", .string("crown.example.test")),
            .init("machineTags", .array([.string("crown-jewel")])),
            .init("custom", .integer(1)),
        ])
        options.inventory.files[ModelClient.sha1] = .object([.init("signer", .string("Somebody"))])
        options.inventory.fileStats[ModelClient.sha1] = .object([.init("organizationPrevalence", .integer(900))])
        return ModelClient(options)
    }

    @Test("every machine is there, as the options have it", arguments: [ModelClient.machine, "Crown.example.test"])
    func machine(name: String) throws {
        var client = client()
        let machine = try client.call("GET", "/api/machines/\(name)").response.json()
        #expect(machine["id"] as? String == ModelClient.machine)
        #expect(machine["machineTags"] as? [String] == ["crown-jewel"])
        #expect(machine["custom"] as? Int == 1)
        #expect(machine["osPlatform"] as? String == "Windows11")
        let other = try client.call("GET", "/api/machines/\(ModelClient.otherSHA1)").response.json()
        #expect(other["computerDnsName"] as? String == "host-abababab.example.test")
    }

    @Test("files and their statistics are there by SHA-1 and SHA-256, as the options have them")
    func file() throws {
        var client = client()
        #expect(
            try client.call("GET", "/api/files/\(ModelClient.sha1)").response.json()["signer"] as? String == "Somebody")
        let path = "/api/files/\(ModelClient.sha1)/stats?lookBackHours=720"
        #expect(try client.call("GET", path).response.json()["organizationPrevalence"] as? Int == 900)
        let sha256 = String(repeating: "ab", count: 32)
        #expect(try client.call("GET", "/api/files/\(sha256)").response.json()["sha256"] as? String == sha256)
    }

    @Test(
        "what is unknown or no id is refused",
        arguments: [
            ("/api/machines/\(dead)", 404, "ResourceNotFound"), ("/api/machines/nobody", 404, "ResourceNotFound"),
            ("/api/files/\(dead)", 404, "ResourceNotFound"), ("/api/files/\(dead)/stats", 404, "ResourceNotFound"),
            ("/api/files/abc", 400, "InvalidHashValue"),
            ("/api/files/\(String(repeating: "g", count: 40))", 400, "InvalidHashValue"),
            ("/api/files/\(ModelClient.sha1)/stats?lookBackHours=721", 400, "InvalidInput"),
            ("/api/files/\(ModelClient.sha1)/stats?lookBackHours=x", 400, "InvalidInput"),
        ])
    func refused(path: String, status: Int, code: String) throws {
        var client = client()
        let response = try client.call("GET", path).response
        #expect(response.status == status)
        #expect(try response.errorCode == code)
    }

    @Test("each has its own quota")
    func quota() throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 1, per: .seconds(60))]
        var client = ModelClient(options)
        for path in ["/api/machines/x", "/api/files/\(ModelClient.sha1)", "/api/files/\(ModelClient.sha1)/stats"] {
            #expect(try client.call("GET", path).response.status != 429)
            #expect(try client.call("GET", path).response.status == 429)
        }
    }
}
