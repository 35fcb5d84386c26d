import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

/// What stands in the inbox under a tenant's name.
@Suite(.timeLimit(.minutes(2))) struct TenantFolderTests {
    @Test func `a tenant's directory is one whatever its name ends in, and no alert file`() async throws {
        try await Bench.with(tenants: ["acme.json"]) { bench in
            try Files.drop("{\"n\":1}", bench.inbox + "/acme.json", "a.json")
            await bench.runOnce()
            #expect(bench.log.sourceFiles == ["acme.json/a.json"])
            #expect(bench.witness.events.compactMap(\.irregular).isEmpty)
            try Files.drop("{\"n\":2}", bench.inbox + "/acme.json", "b.json")
            let survey = try InboxSurvey.take(bench.settings, irregularLimit: 10)
            #expect(survey.files == 1)
            #expect(survey.irregular.isEmpty)
        }
    }

    @Test(arguments: ["acme", "acme.json"])
    func `a file under a tenant's name is no alert file, and is said for what it is`(_ tenant: String) async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings.tenants = [tenant]
            try Files.drop("{}", bench.inbox, tenant)
            await bench.runOnce()
            #expect(bench.log.taken.isEmpty)
            #expect(
                bench.witness.events.compactMap {
                    if case .irregular(let file, let why) = $0 { "\(file) \(why)" } else { nil }
                } == ["\(tenant) bears a tenant's name and is a regular file, not a directory"])
            let survey = try InboxSurvey.take(bench.settings, irregularLimit: 10)
            #expect(survey.irregular.map(\.sourceFile) == [tenant])
        }
    }

    @Test func `what is on its way out is given back to a directory that is opened, not to one that is open`()
        async throws
    {
        try await Bench.with { bench in
            let folders = try InboxFolders().refreshed(bench.settings, watcher: nil)
            try Files.write("{}", to: bench.inbox + "/.lazaret-moving.json")
            _ = try folders.refreshed(bench.settings, watcher: nil)
            #expect(try Files.names(bench.inbox) == [".lazaret-moving.json"])
            _ = try InboxFolders().refreshed(bench.settings, watcher: nil)
            let names = try Files.names(bench.inbox)
            #expect(names.count == 1 && names.allSatisfy { $0.hasPrefix("recovered-") && $0.hasSuffix(".json") })
        }
    }
}
