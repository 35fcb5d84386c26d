import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Looking up machines and files")
struct LookupTests {
    @Test("A machine's record holds what the rules may ask")
    func machine() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "machines/",
                .json(
                    200,
                    """
                    {"id":"\(Fixture.machine)","computerDnsName":"desk-7","osPlatform":"Windows11","healthStatus":"Active",
                     "onboardingstatus":"onboarded","machineTags":["crown-jewel",7],"deviceValue":null,"rbacGroupId":"12",
                     "mergedIntoMachineId":"\(Fixture.otherMachine)","isExcluded":false,"lastSeen":"2026-01-31T00:00:00.1Z"}
                    """))
            let machine = try #require(MachineID(Fixture.machine))
            let record = MachineRecord(
                id: Fixture.machine, computerDNSName: "desk-7", osPlatform: "Windows11", healthStatus: "Active",
                onboardingStatus: "onboarded", tags: ["crown-jewel"], mergedIntoMachineID: Fixture.otherMachine)
            #expect(await tenant.client.machine(machine).outcome == .ok(record))
        }
    }

    @Test("A file's record is read")
    func file() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "/files/",
                .json(
                    200,
                    #"{"sha1":"\#(Fixture.sha1)","signer":"Contoso","isValidCertificate":true,"globalPrevalence":180022}"#
                ))
            let sha1 = try #require(SHA1Hash(Fixture.sha1))
            #expect(
                await tenant.client.file(sha1).outcome
                    == .ok(
                        FileRecord(
                            sha1: Fixture.sha1, signer: "Contoso", isValidCertificate: true, globalPrevalence: 180_022))
            )
        }
    }

    @Test("A file that nobody knows is not found; a consent of its own may be missing")
    func absent() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", TestTenant.token(try Fixture.jwt(["roles": ["Machine.Read.All"]])))
            tenant.transport.answer(
                "/files/", .json(404, Fixture.error("ResourceNotFound", "")),
                .json(403, Fixture.error("Forbidden", "no")),
                .json(200, "{}"))
            let sha1 = try #require(SHA1Hash(Fixture.sha1))
            #expect(await tenant.client.file(sha1).outcome == .notFound)
            let fault = LaneFault(.forbidden, "no (the token lacks the role File.Read.All)")
            #expect(await tenant.client.file(sha1).outcome == .laneFault(fault))
            #expect(await tenant.client.file(sha1).outcome == .failed)
        }
    }
}
