import Foundation
import LazaretCore
import Testing

@testable import AlertMapping

@Suite(.enabled(if: SharedAlerts.isPresent, "shared/alerts is not there"))
struct SharedAlertTests {
    @Test func `Each real alert gives its pairs and no other, and what is no JSON is refused`() throws {
        let mapper = try LibJQ.alone {
            FileMapper(
                try MappingSet(try ShippedMappings.order.map(ShippedMappings.text)), names: ShippedMappings.order)
        }
        let entries = try SharedAlerts.entries()
        #expect(entries.count > 30)
        #expect(entries.contains { !$0.expected.isEmpty })
        for entry in entries {
            let bytes = try entry.bytes
            let file = LibJQ.alone { mapper.map(bytes, name: entry.file) }
            let found = Set(
                file.documents.flatMap { document -> [MappedAlert] in
                    if case .mapped(_, let alerts) = document.result { alerts } else { [] }
                }.flatMap(\.items).compactMap { item in
                    if case .order(let order) = item { "\(order.machineID):\(order.sha1)" } else { nil }
                })
            #expect(found == entry.expected, "\(entry.file)")
            #expect(found.isDisjoint(with: entry.lenient), "\(entry.file)")
            #expect((file.refusal?.reason == .malformedJSON) == !entry.isJSON, "\(entry.file)")
        }
    }
}
