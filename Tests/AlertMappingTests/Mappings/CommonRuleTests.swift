import Foundation
import LazaretCore
import Testing

@testable import AlertMapping

/// The rules of contract section 4 that are the same for every shape, asked of every shape.
struct CommonRuleTests {
    /// What is told of the alert, and what has to come of its file.
    struct Rule: Sendable, CustomTestStringConvertible {
        var what: String
        var expected: String
        var needsOwn = false
        var needsStatus = false
        var change: @Sendable (inout AlertFacts) -> Void

        init(
            _ what: String, _ expected: String, needsOwn: Bool = false, needsStatus: Bool = false,
            _ change: @escaping @Sendable (inout AlertFacts) -> Void
        ) {
            self.what = what
            self.expected = expected
            self.needsOwn = needsOwn
            self.needsStatus = needsStatus
            self.change = change
        }

        var testDescription: String { what }
    }

    static let hashRules: [Rule] = [
        Rule("a file and its machine", "M1 F1") { _ in },
        Rule("upper case", "M1 F1") {
            $0.sha1 = #""$^F1""#; $0.machines = [#""$^M1""#]
        },
        Rule("no sha1", "skip no_sha1") { $0.sha1 = "null" },
        Rule("an empty sha1", "skip no_sha1") { $0.sha1 = #""""# },
        Rule("39 digits", "skip bad_sha1") { $0.sha1 = #""bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb""# },
        Rule("41 digits", "skip bad_sha1") { $0.sha1 = #""$F1b""# },
        Rule("not hexadecimal", "skip bad_sha1") { $0.sha1 = #""gggggggggggggggggggggggggggggggggggggggg""# },
        Rule("a space is not trimmed", "skip bad_sha1") { $0.sha1 = #"" $F1""# },
        Rule("nor a line end", "skip bad_sha1") { $0.sha1 = #""$F1\u000a""# },
        Rule("a number", "skip bad_sha1") { $0.sha1 = "1111111111111111111111111111111111111111" },
        Rule("sha256 alone", "skip sha256_only") {
            $0.sha1 = nil; $0.sha256 = #""$F1$F1""#
        },
        Rule("sha1 beside sha256", "M1 F1") { $0.sha256 = #""$F1$F1""# },
        Rule("all zeros", "skip zero_hash") { $0.sha1 = #""0000000000000000000000000000000000000000""# },
        Rule("the empty file", "skip empty_file_hash") { $0.sha1 = #""DA39A3EE5E6B4B0D3255BFEF95601890AFD80709""# },
        Rule("an AMSI buffer", "skip amsi_stream") { $0.fileName = #""AMSIstream-1234""# },
        Rule("a file without a name", "M1 F1") { $0.fileName = nil },
        Rule("the machine's id as hash", "bad") { $0.sha1 = #""$M1""# },
    ]

    static let machineRules: [Rule] = [
        Rule("no machine", "skip no_machine_id") { $0.machines = [] },
        Rule("an Entra device id", "skip bad_machine_id") {
            $0.machines = [#""f18bd540-d5e4-46e0-8ddd-3d03a59e4e14""#]
        },
        Rule("a file's own machine", "M2 F1", needsOwn: true) { $0.own = #""$M2""# },
        Rule("a file's own machine that is not readable", "skip bad_machine_id", needsOwn: true) {
            $0.own = #""redacted""#
        },
        Rule("a file's own Entra id", "skip bad_machine_id", needsOwn: true) {
            $0.own = #""f18bd540-d5e4-46e0-8ddd-3d03a59e4e14""#
        },
    ]

    static let statusRules: [Rule] =
        ["Resolved", "resolved", "RESOLVED"].map { status in
            Rule("alert \(status)", "M1 F1 (alert resolved)", needsStatus: true) { $0.status = #""\#(status)""# }
        }
        + ["New", "InProgress", "inProgress", "Active", "Unknown", "newAlert"].map { status in
            Rule("alert \(status)", "M1 F1", needsStatus: true) { $0.status = #""\#(status)""# }
        }
        + [
            ("FalsePositive", "alert false positive"), ("falsePositive", "alert false positive"),
            ("BenignPositive", "alert benign positive"), ("informationalExpectedActivity", "alert expected activity"),
        ].map { word, handled in
            Rule("classified \(word)", "M1 F1 (\(handled))", needsStatus: true) { $0.classification = #""\#(word)""# }
        }
        + ["TruePositive", "truePositive", "Unknown"].map { word in
            Rule("classified \(word)", "M1 F1", needsStatus: true) { $0.classification = #""\#(word)""# }
        }
        + [
            ("remediated", "remediated"), ("Prevented", "prevented"), ("BLOCKED", "blocked"), ("notFound", "not found"),
            ("noThreatsFound", "no threats found"),
        ].map { word, handled in
            Rule("file \(word)", "M1 F1 (file \(handled))") { $0.fileStatus = #""\#(word)""# }
        }
        + [
            "none", "Active", "running", "pendingApproval", "declined", "unremediated", "notRemediated",
            "partiallyRemediated",
        ]
        .map { word in Rule("file \(word)", "M1 F1") { $0.fileStatus = #""\#(word)""# } }

    @Test(arguments: hashRules + machineRules + statusRules)
    func rule(_ rule: Rule) throws {
        for shape in AlertShape.all where (shape.hasOwn || !rule.needsOwn) && (shape.hasStatus || !rule.needsStatus) {
            var facts = AlertFacts()
            rule.change(&facts)
            let (mapping, outcomes) = try ShippedMappings.outcome(of: Placeholders.fill(shape.document(facts)))
            #expect(mapping == shape.mapping)
            #expect(Self.withoutImages(outcomes) == [rule.expected], "\(shape.mapping), \(rule.what)")
        }
    }

    @Test func `Several machines and a file that names none are skipped, and one that names its own has that one`()
        throws
    {
        for shape in AlertShape.all where shape.mapping != "defender-alert" {
            var facts = AlertFacts(machines: [#""$M1""#, #""$M2""#])
            #expect(try Self.outcomes(shape, facts) == ["skip several_machines"], "\(shape.mapping)")
            facts.own = #""$M2""#
            #expect(try Self.outcomes(shape, facts) == ["M2 F1"], "\(shape.mapping)")
            facts = AlertFacts(machines: [#""$M1""#, #""$^M1""#])
            #expect(try Self.outcomes(shape, facts) == ["M1 F1"], "\(shape.mapping)")
            facts = AlertFacts(machines: [#""$M1""#, "null"])
            #expect(try Self.outcomes(shape, facts) == ["skip several_machines"], "\(shape.mapping)")
        }
    }

    @Test(arguments: ["upper", "lower", "capitalized"])
    func `Keys are read in any letter case`(style: String) throws {
        func recased(_ value: Any) -> Any {
            if let object = value as? [String: Any] {
                return Dictionary(
                    uniqueKeysWithValues: object.map { key, value in
                        switch style {
                        case "upper": (key.uppercased(), recased(value))
                        case "lower": (key.lowercased(), recased(value))
                        default: (key.prefix(1).uppercased() + key.dropFirst(), recased(value))
                        }
                    })
            }
            return (value as? [Any])?.map(recased) ?? value
        }
        func recased(text: String) throws -> String {
            let value = recased(try JSONSerialization.jsonObject(with: Data(text.utf8)))
            return String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
        }
        for shape in AlertShape.all {
            let facts = AlertFacts(own: #""$M2""#, machines: [#""$M1""#, #""$M3""#])
            let document = Placeholders.fill(shape.document(facts))
            let (mapping, outcomes) = try ShippedMappings.outcome(of: try recased(text: document))
            #expect(mapping == shape.mapping, "\(shape.mapping)")
            #expect(Self.withoutImages(outcomes) == ["M2 F1"], "\(shape.mapping)")
        }
    }

    private static func outcomes(_ shape: AlertShape, _ facts: AlertFacts) throws -> [String] {
        withoutImages(try ShippedMappings.outcome(of: Placeholders.fill(shape.document(facts))).1)
    }

    /// Sentinel says of the image that it is one; other shapes pass over it.
    private static func withoutImages(_ outcomes: [Outcome]) -> [String] {
        outcomes.map(\.description).filter { $0 != "skip process_image" }
    }
}
