import LazaretCore
import Testing

@testable import Configuration

struct ReaderTests {
    static let tenant = """
        tenants:
          - {name: a, tenantId: t-1, clientId: c-1, credential: {clientSecretFile: secret}}

        """

    @Test(
        "a wrong key, type or value is refused with its line and a hint",
        arguments: [
            ("policy:\n  mod: enforce\n", 4, "policy.mod: unknown key; did you mean mode?"),
            ("polizy: {}\n", 3, "polizy: unknown key; did you mean policy?"),
            ("policy:\n  mode: Enforce\n", 4, "must be one of dryRun, approve, enforce"),
            ("policy:\n  canary: three\n", 4, "must be a whole number"),
            ("policy:\n  canary: \"3\"\n", 4, "must be a whole number"),
            ("policy:\n  canary: -1\n", 4, "must be from 0"),
            ("policy:\n  skipHandled: \"yes\"\n", 4, "must be true or false"),
            ("policy: {limits: {actions: {count: 5}}}\n", 3, "policy.limits.actions.per: is required"),
            ("policy: {limits: {action: {count: 5, per: 1h}}}\n", 3, "did you mean actions?"),
            ("policy: {limits: [1]}\n", 3, "policy.limits: must be a mapping of keys"),
            ("policy: {lookups: on}\n", 3, "must be one of off, machine, file, all"),
            ("policy: {lookupRules: {highvalue: hold}}\n", 3, "did you mean highValue?"),
            ("policy: {lookupRules: {merged: skip}}\n", 3, "must be one of allow, hold, deny"),
            ("policy: {lookupRules: {whenUnavailable: deny}}\n", 3, "must be one of allow, hold"),
            ("policy: {lookups: file, lookupRules: {protectedTags: [x]}}\n", 3, "needs lookups: machine or all"),
            ("policy: {lookupRules: {trustedSigners: [\"\"]}}\n", 3, "must not hold an empty pattern"),
            ("inbox:\n  settle: 2\n", 4, "must be a duration with its unit"),
            ("inbox:\n  settle: 2 s\n", 4, "must be a duration with its unit"),
            ("inbox:\n  settle: -2s\n", 4, "must be a duration with its unit"),
            ("inbox:\n  maximumFileSize: 16 MiB\n", 4, "must be a size"),
            ("inbox: [1]\n", 3, "inbox: must be a mapping of keys"),
            ("inbox: {rejected: accepted}\n", 3, "four different directories"),
            ("inbox: {rejected: inbox/}\n", 3, "four different directories"),
            ("inbox: {accepted: ./x/../inbox}\n", 3, "four different directories"),
            ("inbox: {outbox: /conf//state/./accepted}\nstateDirectory: state\n", 4, "four different directories"),
            ("inbox: {rejected: .}\n", 3, "inbox.rejected: must be a directory of its own, not the state directory"),
            ("inbox: {outbox: accepted/..}\n", 3, "inbox.outbox: must be a directory of its own"),
            ("inbox: {rejected: inbox/a}\n", 3, "inbox.rejected: is where alerts of tenant \"a\" are dropped"),
            ("inbox: {rejected: \"\"}\n", 3, "inbox.rejected: must not be empty"),
            ("stateDirectory: \"\"\n", 3, "stateDirectory: must not be empty"),
            ("mapping: {directory: ''}\n", 3, "mapping.directory: must not be empty"),
            ("inbox: {outbox: false}\n", 3, "inbox.outbox: must be text, not false"),
            ("stateDirectory: 5\n", 3, "stateDirectory: must be text, not 5"),
            ("transport: {proxy: 3128.0}\n", 3, "transport.proxy: must be text, not 3128.0"),
            ("throttle:\n  share: 1.5\n", 4, "must be a number above 0 and at most 1"),
            ("throttle:\n  windows: []\n", 4, "at least one window"),
            ("throttle:\n  windows: [{limit: 1}]\n", 4, "throttle.windows[0].per: is required"),
            ("transport:\n  minimumTLS: \"1.1\"\n", 4, "must be one of 1.2, 1.3"),
            ("transport:\n  proxy: http://user:secret@proxy:3128\n", 4, "must not hold a password"),
            ("http:\n  listen: \"0.0.0.0:9464\"\n", 4, "must be a loopback address"),
            ("mapping:\n  order: [flat, flat]\n", 4, "names a mapping twice"),
            ("mapping:\n  order: [../flat]\n", 4, "is not the name of a mapping file"),
            ("retry:\n  initialDelay: 10m\n", 4, "must not be shorter than initialDelay"),
            ("log:\n  level: loud\n", 4, "must be one of trace"),
        ] as [(String, Int, String)])
    func refuses(_ text: String, line: Int, expected: String) {
        let problems = problems(of: Self.tenant + text)
        #expect(problems.count == 1)
        #expect(problems.first?.description.contains(expected) == true, "\(problems)")
        #expect((problems.first?.line ?? line) <= line)
    }

    @Test(
        "tenants are checked one by one",
        arguments: [
            ("tenants: []", "must hold at least one tenant"),
            ("tenants: [{name: a, tenantId: t, clientId: c}]", "exactly one of"),
            (
                "tenants: [{name: a, tenantId: t, clientId: c, credential: {clientSecretFile: a, federatedTokenFile: b}}]",
                "clientSecretFile and federatedTokenFile are given"
            ),
            (
                "tenants: [{name: a, tenantId: t, clientId: c, credential: {certificateFile: a}}]",
                "privateKeyFile: is required"
            ),
            (
                "tenants: [{name: a, tenantId: t, clientId: c, credential: {clientSecretFile: a, privateKeyPasswordFile: b}}]",
                "privateKeyPasswordFile: belongs to certificateFile"
            ),
            (
                "tenants: [{name: a, tenantId: t, credential: {managedIdentity: {clientId: a, objectId: b}}}]",
                "at most one of clientId, objectId and resourceId"
            ),
            ("tenants: [{name: a/b, tenantId: t, clientId: c, credential: {clientSecretFile: s}}]", "directory's name"),
            ("tenants: [{name: a, tenantId: t, credential: {clientSecretFile: s}}]", "clientId: is required"),
            (
                "tenants: [{name: a, tenantId: t, clientId: c, apiBase: \"http://api.example.com\", credential: {clientSecretFile: s}}]",
                "http:// only for a loopback host"
            ),
            (
                "tenants: [{name: a, tenantId: t, clientId: c, apiBase: \"http://127.0.0.1@evil.example\", credential: {clientSecretFile: s}}]",
                "http:// only for a loopback host"
            ),
            (
                """
                tenants:
                  - {name: a, tenantId: t, clientId: c, credential: {clientSecretFile: s}}
                  - {name: a, tenantId: u, clientId: c, credential: {clientSecretFile: s}}
                """, "\"a\" is used twice"
            ),
        ])
    func refusesTenant(_ text: String, expected: String) {
        let problems = problems(of: text)
        #expect(problems.contains { $0.description.contains(expected) }, "\(problems)")
    }

    @Test("broken YAML is named with its line")
    func refusesBrokenYAML() {
        #expect(problems(of: "inbox: {\n").first?.line != nil)
    }

    @Test(
        "a key given twice is named with the line where it stands the second time",
        arguments: [
            ("log: {level: info}\nlog: {level: debug}\n", 2, "\"log\" is used twice, first in line 1"),
            (
                "policy:\n  mode: dryRun\n  # mode: enforce\n  canary: 1\n\n  \"mode\" : enforce\nlog: {}\n", 6,
                "\"mode\" is used twice, first in line 2"
            ),
            (
                "inbox:\n  settle: 1s\nretry:\n  settle: 1s\n  settle: 2s\n", 5,
                "\"settle\" is used twice, first in line 4"
            ),
            ("log: {level: info, level: debug}\n", 1, "\"level\" is used twice"),
            ("a:\n  - {b: 1}\n  - b: 1\n    c: 2\n    b: 3\n", 5, "\"b\" is used twice, first in line 3"),
        ])
    func refusesDuplicateKey(_ text: String, line: Int, message: String) {
        let problems = problems(of: text)
        #expect(problems.first?.line == line && problems.first?.message == message, "\(problems)")
    }

    @Test(
        "of several keys given twice in one mapping each is named",
        arguments: [
            ("log: {}\nhttp: {}\nlog: {}\nhttp: {}\n", [("http", 4, 2), ("log", 3, 1)]),
            (
                "policy:\n  mode: dryRun\n  mode: enforce\n  canary: 1\n\n  canary: 2\nlog: {}\n",
                [("canary", 6, 4), ("mode", 3, 2)]
            ),
            ("tenants:\n  - b: 1\n    a: 1\n    b: 2\n    a: 2\n  - a: 3\n", [("a", 5, 3), ("b", 4, 2)]),
        ])
    func refusesDuplicateKeys(_ text: String, keys: [(key: String, line: Int, first: Int)]) {
        let expected = keys.map { "\($0.line): \"\($0.key)\" is used twice, first in line \($0.first)" }
        #expect(problems(of: text).map { "\($0.line ?? 0): \($0.message)" } == expected)
    }

    @Test("every problem is found in one run")
    func collectsProblems() {
        #expect(problems(of: Self.tenant + "policy: {mod: a, canary: b}\nlog: {levle: info}\n").count == 3)
    }

    @Test("a limit that is left out is off, and 0 stays 0")
    func limits() throws {
        let policy = try read(Self.tenant + "policy: {limits: {actions: {count: 0, per: 1h}}}\n").policy.rules
        #expect(policy.actions == PolicyRules.Limit(count: 0, per: .seconds(3600)))
        #expect(policy.machinesPerFile == nil)
        #expect(policy.actionsPerMachine == nil)
    }

    @Test("paths, clouds and credentials are resolved as the contract says")
    func resolves() throws {
        let configuration = try read(
            """
            stateDirectory: state
            inbox: {directory: in, outbox: ""}
            mapping: {directory: mappings}
            tenants:
              - {name: g, tenantId: t, clientId: c, cloud: gccHigh, credential: {clientSecretFile: secret}}
              - {name: m, tenantId: u, credential: {managedIdentity: {clientId: c-2}}}
              - {name: c, tenantId: v, clientId: c, apiBase: "http://localhost:8080/", credential: {certificateFile: c.pem, privateKeyFile: /k.pem, signature: RS256}}
            policy: {protectedFiles: files.txt}
            http: {listen: ""}
            """)
        #expect(configuration.inbox.directory == "/conf/state/in")
        #expect(configuration.inbox.outbox == nil)
        #expect(configuration.mapping.directory == "/conf/mappings")
        #expect(configuration.tenants[0].apiBase == "https://api-gov.securitycenter.microsoft.us")
        #expect(configuration.tenants[0].authority == "https://login.microsoftonline.us")
        #expect(configuration.tenants[0].credential == .clientSecret(file: "/run/credentials/secret"))
        #expect(configuration.tenants[1].credential == .managedIdentity(ManagedIdentitySection(clientID: "c-2")))
        #expect(configuration.tenants[2].apiBase == "http://localhost:8080")
        #expect(
            configuration.tenants[2].credential
                == .certificate(file: "/conf/c.pem", privateKey: "/k.pem", password: nil, signature: .rs256))
        #expect(configuration.policy.protectedFiles == "/conf/files.txt")
        #expect(configuration.http == nil)
    }

    @Test("a file that a key names is looked up among the credentials, then beside the configuration")
    func looksUp() throws {
        for (name, file) in [("secret", "/run/credentials/secret"), ("other", "/conf/other"), ("/etc/x", "/etc/x")] {
            let transport = try read(
                Self.tenant + "transport: {proxyCredentialFile: \(name), caFile: \(name)}\n"
            ).transport
            #expect(transport.proxyCredentialFile == file)
            #expect(transport.caFile == file)
        }
    }

    @Test("what looks like a number is text in quotes, and a word that holds digits is a word")
    func quotedText() throws {
        let tenant = "tenants: [{name: \"7\", tenantId: 1e-5a, clientId: '0', credential: {clientSecretFile: 1.2.3}}]\n"
        let configuration = try read(tenant + "stateDirectory: infinity\n")
        #expect(configuration.tenants[0].name == "7")
        #expect(configuration.tenants[0].tenantID == "1e-5a")
        #expect(configuration.tenants[0].clientID == "0")
        #expect(configuration.tenants[0].credential == .clientSecret(file: "/conf/1.2.3"))
        #expect(configuration.stateDirectory == "/conf/infinity")
    }

    @Test("nothing need lie still: settle may be 0", arguments: ["0", "0s", "0ms"])
    func noSettling(_ text: String) throws {
        #expect(try read(Self.tenant + "inbox: {settle: \(text)}\n").inbox.settle == .zero)
    }

    @Test(
        "durations and sizes carry units",
        arguments: [
            ("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("24h", 86_400_000), ("30d", 2_592_000_000),
            ("1.5s", 1500), ("0", 0),
        ] as [(String, Int64)])
    func durations(_ text: String, milliseconds: Int64) {
        #expect(Quantity.duration(text)?.milliseconds == milliseconds)
    }

    @Test("sizes", arguments: [("16MiB", 16_777_216), ("1KiB", 1024), ("500kB", 500_000), ("10B", 10), ("42", 42)])
    func sizes(_ text: String, bytes: Int) {
        #expect(Quantity.size(text) == bytes)
    }

    private func problems(of text: String) -> [ConfigurationError.Problem] {
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            return [.init(file: "", line: nil, column: nil, key: "", message: "\(error)")]
        }
    }

    private func read(_ text: String) throws -> Configuration {
        try ConfigurationReader(
            directory: "/conf", credentialsDirectory: "/run/credentials", exists: { $0 == "/run/credentials/secret" }
        ).read(text, file: "/conf/lazaret.yaml")
    }

    @Test(
        "a limit that is left out of limits is off; without limits the defaults hold",
        arguments: [
            ("", 25, 10, 500), ("policy: {limits: }\n", 25, 10, 500), ("policy: {limits: {}}\n", nil, nil, nil),
            ("policy: {limits: {machinesPerFile: {count: 2, per: 1s}}}\n", 2, nil, nil),
            ("policy: {limits: {machinesPerFile: , actions: {count: 0, per: 30d}}}\n", nil, nil, 0),
        ] as [(String, Int?, Int?, Int?)])
    func limitsLeftOut(_ text: String, _ machines: Int?, _ onMachine: Int?, _ all: Int?) throws {
        let rules = try read(Self.tenant + text).policy.rules
        #expect(rules.machinesPerFile?.count == machines)
        #expect(rules.actionsPerMachine?.count == onMachine)
        #expect(rules.actions?.count == all)
    }

    @Test("the rules over Defender's answers are read")
    func lookupRules() throws {
        let text =
            "policy: {lookups: all, lookupRules: {protectedTags: [Crown*], lifetime: 5m, maximumPrevalence: 9}}\n"
        let rules = try read(Self.tenant + text).policy.rules.lookups
        #expect(rules.scope == .all)
        #expect(rules.protectedTags == ["crown*"])
        #expect(rules.lifetime == .seconds(300))
        #expect(rules.maximumPrevalence == 9)
        #expect(rules.highValue == .hold)
        #expect(try read(Self.tenant).policy.rules.lookups == LookupRules())
        // What a program of YAML 1.1 makes of a bare `off`.
        #expect(try read(Self.tenant + "policy: {lookups: false}\n").policy.rules.lookups == LookupRules())
    }
}
