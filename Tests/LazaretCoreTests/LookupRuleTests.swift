import LazaretCore
import Testing

/// What Defender's answers about machine and file mean.
struct LookupRuleTests {
    private static let id = String(repeating: "a1", count: 20)
    private static let now = Instant(milliseconds: 1_767_225_600_000)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var verdict: Verdict
        var rule: Rule?
        var machine: LookedUp<MachineRecord> = .notAsked
        var file: LookedUp<FileRecord> = .notAsked
        var approved = false
        var rules: @Sendable (inout LookupRules) -> Void = { _ in }
    }

    private static func machine(_ change: (inout MachineRecord) -> Void = { _ in }) -> LookedUp<MachineRecord> {
        var record = MachineRecord(
            id: id, osPlatform: "Windows11", onboardingStatus: "Onboarded", tags: ["office"], deviceValue: "Normal")
        change(&record)
        return .known(record)
    }

    private static func file(_ change: (inout FileRecord) -> Void = { _ in }) -> LookedUp<FileRecord> {
        var record = FileRecord(globalPrevalence: 3)
        change(&record)
        return .known(record)
    }

    static let cases: [Case] = [
        Case(testDescription: "an ordinary machine and file may go", verdict: .allow, machine: machine(), file: file()),
        Case(testDescription: "what was not asked yet objects to nothing", verdict: .allow),
        Case(
            testDescription: "a protected tag denies, whatever the case", verdict: .deny(.protectedTag),
            rule: .machineTags, machine: machine { $0.tags = ["x", "Crown-Jewel"] },
            rules: { $0.protectedTags = ["crown*"] }),
        Case(
            testDescription: "also what a person let through", verdict: .deny(.protectedTag), rule: .machineTags,
            machine: machine { $0.tags = ["crown"] }, approved: true, rules: { $0.protectedTags = ["crown"] }),
        Case(
            testDescription: "a machine of high value waits for a person", verdict: .hold(.highValue),
            rule: .deviceValue, machine: machine { $0.deviceValue = "high" }),
        Case(
            testDescription: "who may let it through", verdict: .allow, machine: machine { $0.deviceValue = "High" },
            approved: true),
        Case(
            testDescription: "or the configuration", verdict: .allow, machine: machine { $0.deviceValue = "High" },
            rules: { $0.highValue = .allow }),
        Case(
            testDescription: "a platform that is not Windows is denied", verdict: .deny(.unsupportedOS),
            rule: .operatingSystem, machine: machine { $0.osPlatform = "Linux" }),
        Case(
            testDescription: "any Windows is supported", verdict: .allow,
            machine: machine { $0.osPlatform = "WindowsServer2019" }),
        Case(
            testDescription: "a machine that is not onboarded is held", verdict: .hold(.notOnboarded),
            rule: .onboarding, machine: machine { $0.onboardingStatus = "CanBeOnboarded" }),
        Case(
            testDescription: "a merged record is held", verdict: .hold(.mergedMachine), rule: .machineRecord,
            machine: machine { $0.mergedIntoMachineID = String(repeating: "b2", count: 20) }),
        Case(
            testDescription: "a merged record that may go is judged by its tags all the same",
            verdict: .deny(.protectedTag), rule: .machineTags,
            machine: machine {
                $0.mergedIntoMachineID = "x"
                $0.tags = ["crown"]
            },
            rules: {
                $0.merged = .allow
                $0.protectedTags = ["crown"]
            }),
        Case(
            testDescription: "a machine that Defender does not know is held", verdict: .hold(.unknownMachine),
            rule: .machineRecord, machine: .notFound),
        Case(
            testDescription: "or denied, where the configuration says so", verdict: .deny(.unknownMachine),
            rule: .machineRecord, machine: .notFound, rules: { $0.unknownMachine = .deny }),
        Case(testDescription: "a file that Defender does not know is no objection", verdict: .allow, file: .notFound),
        Case(
            testDescription: "a file of a trusted signer is denied", verdict: .deny(.trustedSigner), rule: .signer,
            file: file {
                $0.signer = "Microsoft Windows Publisher"
                $0.isValidCertificate = true
            }),
        Case(
            testDescription: "its name alone is nothing", verdict: .allow,
            file: file { $0.signer = "Microsoft Corporation" }),
        Case(
            testDescription: "and a name like it neither", verdict: .allow,
            file: file {
                $0.signer = "Microsoft Corporatiom"
                $0.publisher = "Microsoft Corporation"
                $0.isValidCertificate = true
            }),
        Case(
            testDescription: "a file seen everywhere is held above the maximum", verdict: .hold(.prevalent),
            rule: .prevalence, file: file { $0.globalPrevalence = 10_001 }, rules: { $0.maximumPrevalence = 10_000 }),
        Case(
            testDescription: "not at it", verdict: .allow, file: file { $0.globalPrevalence = 10_000 },
            rules: { $0.maximumPrevalence = 10_000 }),
        Case(
            testDescription: "without an answer actions go on", verdict: .allow, machine: .unavailable,
            file: .unavailable),
        Case(
            testDescription: "or wait for a person, where the configuration says so",
            verdict: .hold(.lookupUnavailable), rule: .lookup, machine: machine(), file: .unavailable,
            rules: { $0.whenUnavailable = .hold }),
        Case(
            testDescription: "what is not asked does not count", verdict: .allow, machine: .notFound,
            file: .unavailable,
            rules: {
                $0.scope = .off
                $0.whenUnavailable = .hold
            }),
    ]

    @Test("the rules over Defender's answers", arguments: cases)
    func rules(_ test: Case) throws {
        let order = Order(
            machineID: try #require(MachineID(Self.id)), sha1: try #require(SHA1Hash(Self.id.uppercased())),
            comment: "c", severity: .medium)
        var rules = PolicyRules(mode: .enforce)
        rules.lookups.scope = .all
        test.rules(&rules.lookups)
        var facts = PolicyFacts()
        facts.machine = test.machine
        facts.file = test.file
        let judgement = Policy.judge(
            order, facts: facts, rules: rules, stage: .beforePost, approved: test.approved, receivedAt: Self.now,
            now: Self.now)
        #expect(judgement.verdict == test.verdict)
        #expect(judgement.decidedBy?.rule == test.rule)
    }

    @Test("a protected name counts as Defender has it, too")
    func protectedName() throws {
        let order = Order(
            machineID: try #require(MachineID(Self.id)), sha1: try #require(SHA1Hash(Self.id)), comment: "c",
            severity: .medium, machineName: "alias")
        var rules = PolicyRules(mode: .enforce, protectedMachines: ProtectedMachines(nameGlobs: ["dc-*"]))
        rules.lookups.scope = .machine
        var facts = PolicyFacts()
        facts.machine = Self.machine { $0.computerDNSName = "DC-01.example.com" }
        let judgement = Policy.judge(
            order, facts: facts, rules: rules, stage: .beforePost, receivedAt: Self.now, now: Self.now)
        #expect(judgement.verdict == .deny(.protectedMachine))
    }

    @Test(
        "what becomes of a question",
        arguments: [
            (ReadOutcome<FileRecord>.ok(FileRecord()), 0, LookupAnswer.Content.file(.known(FileRecord())), 0),
            (.notFound, 2, .file(.notFound), 0), (.refused, 0, .file(.unavailable), 0), (.failed, 0, .tryAgain, 1),
            (.failed, 1, .tryAgain, 2), (.failed, 2, .file(.unavailable), 3), (.throttled, 0, nil, 0),
            (.laneFault(LaneFault(.forbidden, "")), 0, nil, 0),
        ] as [(ReadOutcome<FileRecord>, Int, LookupAnswer.Content?, Int)])
    func aftermath(
        _ outcome: ReadOutcome<FileRecord>, _ tries: Int, _ content: LookupAnswer.Content?, _ triesAfter: Int
    ) throws {
        let due = DueLookup(subject: .file(try #require(SHA1Hash(Self.id))), actionID: 1, tries: tries)
        let answer = LookupAftermath(retry: RetryPolicy(), lifetime: .seconds(60))
            .ofFile(due, tenant: "t", outcome, at: Self.now, chance: 0.5)
        #expect(answer?.content == content)
        #expect((answer?.tries ?? 0) == triesAfter)
        #expect(answer.map { $0.until > Self.now } ?? true)
    }
}
