import DefenderSimulator
import LazaretCore
import LoopbackHTTPServer
import Testing

@Suite("Requests that meet an open action")
struct DuplicateTests {
    private func client(
        _ lock: LifecycleOptions.Lock, _ duplicates: LifecycleOptions.Duplicates = .reject
    ) -> ModelClient {
        var options = SimulatorOptions()
        options.lifecycle.lock = lock
        options.lifecycle.duplicates = duplicates
        return ModelClient(options)
    }

    @Test("the same machine and file are refused until the action is final, then a second effect is possible")
    func untilFinal() throws {
        var client = client(.machineAndFile)
        _ = try client.submitted()
        let refusal = try client.submit().response
        #expect(refusal.status == 400)
        #expect(try refusal.errorCode == "ActiveRequestAlreadyExists")
        #expect(try refusal.errorMessage == "Action is already in progress")
        #expect(client.defender.report(at: client.now).repeated.isEmpty)
        client.advance(by: .seconds(2))
        _ = try client.submitted()
        #expect(client.defender.report(at: client.now).repeated.count == 1)
    }

    @Test(
        "whether another file is refused too depends on the lock",
        arguments: [
            (LifecycleOptions.Lock.machineAndFile, 201), (.machine, 400),
        ])
    func otherFile(lock: LifecycleOptions.Lock, status: Int) throws {
        var client = client(lock)
        _ = try client.submitted()
        #expect(try client.submit(sha1: ModelClient.otherSHA1).response.status == status)
    }

    @Test("another machine or another tenant is never in the way")
    func elsewhere() throws {
        var client = client(.machine)
        _ = try client.submitted()
        #expect(try client.submit(machine: ModelClient.otherSHA1).response.status == 201)
        client.use(token: try client.fetchToken(tenant: "other"))
        #expect(try client.submit().response.status == 201)
    }

    @Test(
        "instead of a refusal there may be a 201 about the open action",
        arguments: [
            (LifecycleOptions.Lock.machineAndFile, ModelClient.sha1), (.machine, ModelClient.otherSHA1),
        ])
    func existing(lock: LifecycleOptions.Lock, sha1: String) throws {
        var client = client(lock, .existing)
        let first = try client.submitted()
        let again = try client.submit(sha1: sha1, comment: "second").response
        #expect(again.status == 201)
        #expect(try again.json()["id"] as? String == first)
        #expect(try again.json()["requestorComment"] as? String == "because")
        #expect(client.defender.quarantineCount == 1)
    }

    @Test("somebody else's open action is in the way like one's own")
    func foreign() throws {
        var client = client(.machineAndFile)
        let machine = try #require(MachineID(ModelClient.machine))
        let sha1 = try #require(SHA1Hash(ModelClient.sha1))
        let id = client.defender.addForeignAction(
            tenant: ModelClient.tenant, machine: machine, sha1: sha1, at: client.now)
        #expect(try client.submit().response.errorCode == "ActiveRequestAlreadyExists")
        #expect(try client.list([]).ids == [id])
        #expect(client.defender.report(at: client.now).quarantines.map(\.isForeign) == [true])
    }
}
