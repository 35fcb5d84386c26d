import Foundation
import LazaretCore
import Testing

@testable import AlertMapping

/// Documents of each shape with what must come of them. The rules that all shapes share are in ``CommonRuleTests``.
struct ShippedMappingTests {
    static let cases =
        MappingCases.graph + MappingCases.incident + MappingCases.streaming + MappingCases.sentinel
        + MappingCases.others

    @Test(arguments: cases)
    func document(_ mappingCase: MappingCase) throws {
        let (mapping, outcomes) = try ShippedMappings.outcome(of: mappingCase.document)
        #expect(mapping == mappingCase.mapping)
        #expect(outcomes.map(\.description).sorted() == mappingCase.expected.sorted())
    }

    @Test func `All six have the same prelude`() throws {
        let preludes = try ShippedMappings.order.map { name in
            let lines = try ShippedMappings.text(name).split(separator: "\n", omittingEmptySubsequences: false)
            let first = try #require(lines.firstIndex { $0.hasPrefix("# ---- prelude") })
            let last = try #require(lines.firstIndex { $0.hasPrefix("# ---- end of the prelude") })
            #expect(lines[..<first].allSatisfy { $0.hasPrefix("#") }, "\(name)")
            return lines[first...last].joined(separator: "\n")
        }
        #expect(Set(preludes).count == 1)
        #expect(preludes[0].utf8.count > 1000)
    }

    @Test(.enabled(if: StockJQ.path != nil, "jq is not installed"), arguments: ShippedMappings.order)
    func `The stock jq makes the same of every document`(name: String) throws {
        let documents =
            Self.cases.map(\.document) + AlertShape.all.map { Placeholders.fill($0.document(AlertFacts())) }
            + CommonRuleTests.hashRules.flatMap { rule in
                AlertShape.all.map { shape in
                    var facts = AlertFacts()
                    rule.change(&facts)
                    return Placeholders.fill(shape.document(facts))
                }
            }
        let outputs = try ShippedMappings.outputs(of: try ShippedMappings.text(name), for: documents)
        #expect(try ShippedMappings.stockOutputs(of: name, for: documents) == outputs)
        #expect(outputs.contains { if case .pair = $0 { true } else { false } })
    }
}
