import LazaretCore
import Testing

struct PolicyTests {
    private static let now = Instant(milliseconds: 1_767_225_600_000)
    private static let machine = String(repeating: "a1", count: 20)
    private static let file = String(repeating: "b2", count: 20)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verdict: Verdict
        var rule: Rule?
        var stage: Policy.Stage = .intake
        var approved = false
        var order: @Sendable (inout Order) -> Void = { _ in }
        var facts: @Sendable (inout PolicyFacts) -> Void = { _ in }
        var rules: @Sendable (inout PolicyRules) -> Void = { _ in }
    }

    static let cases: [Case] = [
        Case(testDescription: "a live alert of medium severity may go", verdict: .allow, rule: nil),
        Case(
            testDescription: "a handled alert is skipped", verdict: .skip(.handled), rule: .handled,
            order: { $0.handled = "resolved" }),
        Case(
            testDescription: "unless skipHandled is off", verdict: .allow, rule: nil,
            order: { $0.handled = "resolved" }, rules: { $0.skipHandled = false }),
        Case(
            testDescription: "low severity is skipped", verdict: .skip(.lowSeverity), rule: .severity,
            order: { $0.severity = .low }),
        Case(
            testDescription: "a missing severity counts as configured", verdict: .skip(.lowSeverity), rule: .severity,
            order: { $0.severity = nil }, rules: { $0.severityWhenMissing = .informational }),
        Case(
            testDescription: "an old alert is stale", verdict: .skip(.stale), rule: .age,
            order: { $0.detectedAt = now - .seconds(86_401) }),
        Case(
            testDescription: "an alert of exactly the maximum age is not", verdict: .allow, rule: nil,
            order: { $0.detectedAt = now - .seconds(86_400) }),
        Case(
            testDescription: "a protected file is denied", verdict: .deny(.protectedFile), rule: .protectedFile,
            rules: { $0.protectedFiles = Set([SHA1Hash(file)].compactMap { $0 }) }),
        Case(
            testDescription: "a protected machine is denied by its id", verdict: .deny(.protectedMachine),
            rule: .protectedMachine,
            rules: { $0.protectedMachines = ProtectedMachines(ids: Set([MachineID(machine)].compactMap { $0 })) }),
        Case(
            testDescription: "and by its name", verdict: .deny(.protectedMachine), rule: .protectedMachine,
            order: { $0.machineName = "DC-01.example.com" },
            rules: { $0.protectedMachines = ProtectedMachines(nameGlobs: ["dc-*"]) }),
        Case(
            testDescription: "a repeat is attached", verdict: .attach(5), rule: .repeats, facts: { $0.twin = 5 }),
        Case(
            testDescription: "protection comes before repeats", verdict: .deny(.protectedFile), rule: .protectedFile,
            facts: { $0.twin = 5 }, rules: { $0.protectedFiles = Set([SHA1Hash(file)].compactMap { $0 }) }),
        Case(
            testDescription: "a file with too many orders is held", verdict: .hold(.fileLimit), rule: .fileLimit,
            facts: { $0.fileIsOverLimit = true }),
        Case(
            testDescription: "the limit of machines holds", verdict: .hold(.blastRadius), rule: .machinesPerFile,
            facts: { $0.machinesForFile = 25 }),
        Case(
            testDescription: "one below the limit does not", verdict: .allow, rule: nil,
            facts: { $0.machinesForFile = 24 }),
        Case(
            testDescription: "the limit of actions on a machine holds", verdict: .hold(.blastRadius),
            rule: .actionsPerMachine, facts: { $0.actionsOnMachine = 10 }),
        Case(
            testDescription: "the limit of all actions holds", verdict: .hold(.blastRadius), rule: .actions,
            facts: { $0.actions = 500 }),
        Case(
            testDescription: "a limit of 0 lets nothing through", verdict: .hold(.blastRadius), rule: .actions,
            rules: { $0.actions = .init(count: 0, per: .seconds(1)) }),
        Case(
            testDescription: "a limit that is off holds nothing", verdict: .allow, rule: nil,
            facts: { $0.actions = 1_000_000 }, rules: { $0.actions = nil }),
        Case(
            testDescription: "a new hash goes to its canaries first", verdict: .allow, rule: nil,
            facts: { $0.canariesOpen = 2 }),
        Case(
            testDescription: "and the next waits for them", verdict: .hold(.canary), rule: .canary,
            facts: { $0.canariesOpen = 3 }),
        Case(
            testDescription: "succeeded and open canaries add up", verdict: .hold(.canary), rule: .canary,
            facts: {
                $0.canariesOpen = 1
                $0.canariesSucceeded = 2
            }),
        Case(
            testDescription: "a failed canary holds the rest for a person", verdict: .hold(.canaryFailed),
            rule: .canary,
            facts: { $0.canaryFailed = true }),
        Case(
            testDescription: "enough canaries let everybody go", verdict: .allow, rule: nil,
            facts: {
                $0.canariesSucceeded = 3
                $0.canariesOpen = 50
                $0.canaryFailed = true
            }, rules: { $0.machinesPerFile = nil }),
        Case(
            testDescription: "approve mode holds every action", verdict: .hold(.approval), rule: .mode,
            rules: { $0.mode = .approve }),
        Case(
            testDescription: "and applies no canary", verdict: .hold(.approval), rule: .mode,
            facts: { $0.canariesOpen = 9 }, rules: { $0.mode = .approve }),
        Case(
            testDescription: "dry run allows, the log makes it dry_run", verdict: .allow, rule: nil,
            facts: { $0.canariesOpen = 9 }, rules: { $0.mode = .dryRun }),
        Case(
            testDescription: "before the POST a stale alert is still found", verdict: .skip(.stale), rule: .age,
            stage: .beforePost, order: { $0.detectedAt = now - .seconds(90_000) }),
        Case(
            testDescription: "before the POST its own row is no repeat", verdict: .allow, rule: nil, stage: .beforePost,
            facts: { $0.twin = 5 }),
        Case(
            testDescription: "what a person let through is not held again", verdict: .allow, rule: nil,
            stage: .beforePost, approved: true,
            facts: {
                $0.machinesForFile = 99
                $0.actions = 999
                $0.canariesOpen = 9
            }, rules: { $0.mode = .approve }),
        Case(
            testDescription: "but protection holds against a person too", verdict: .deny(.protectedFile),
            rule: .protectedFile, stage: .beforePost, approved: true,
            rules: { $0.protectedFiles = Set([SHA1Hash(file)].compactMap { $0 }) }),
    ]

    @Test("the rules, one by one", arguments: cases)
    func rules(_ test: Case) throws {
        var order = Order(
            machineID: try #require(MachineID(Self.machine)), sha1: try #require(SHA1Hash(Self.file)), comment: "c",
            severity: .medium, detectedAt: Self.now)
        var facts = PolicyFacts()
        var rules = PolicyRules(mode: .enforce)
        test.order(&order)
        test.facts(&facts)
        test.rules(&rules)
        let judgement = Policy.judge(
            order, facts: facts, rules: rules, stage: test.stage, approved: test.approved, receivedAt: Self.now,
            now: Self.now)
        #expect(judgement.verdict == test.verdict)
        #expect(judgement.decidedBy?.rule == test.rule)
        #expect(judgement.rules.map(\.rule) == Rule.allCases)
    }

    @Test(
        "a pattern matches the name or its first label, whatever the case",
        arguments: [
            ("dc-*", "DC-01.example.com", true), ("dc-01", "dc-01.example.com", true),
            ("*.example.com", "a.example.com", true),
            ("*", "anything", true), ("d?-01", "dc-01", true), ("dc", "dc-01", false),
            ("*.example.com", "example.org", false),
            ("dc-*", nil, false), ("a*a*a*a*b", String(repeating: "a", count: 200), false),
        ] as [(String, String?, Bool)])
    func globs(_ glob: String, name: String?, matches: Bool) throws {
        let id = try #require(MachineID(Self.machine))
        #expect(
            (ProtectedMachines(nameGlobs: [NamePattern(glob)]).entry(protecting: id, names: [name].compactMap { $0 })
                != nil)
                == matches)
    }
}
