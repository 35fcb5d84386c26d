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

    /// Patterns of protected machines are matched against it, so it must not be lost on the way.
    @Test(arguments: [
        #"{"category": "AdvancedHunting-AlertEvidence", "properties": {"AlertId": "1", "EntityType": "File", "SHA1": "$F1", "AdditionalFields": "{\"Host\": {\"MachineId\": \"$^M1\", \"HostName\": \"dc-1\", \"DnsDomain\": \"example.com\"}}"}}"#,
        #"{"category": "AdvancedHunting-AlertEvidence", "properties": {"AlertId": "1", "EntityType": "File", "SHA1": "$F1", "DeviceId": "$M1", "DeviceName": "dc-1.example.com"}}"#,
        #"{"SystemAlertId": "1", "Entities": [{"$id": "1", "Type": "host", "MdatpDeviceId": "$M1", "HostName": "dc-1", "DnsDomain": "example.com"}, {"$id": "2", "Type": "file", "Name": "a", "Host": {"$ref": "1"}, "FileHashes": [{"Algorithm": "SHA1", "Value": "$F1"}]}]}"#,
        #"{"entities": [{"id": "/h", "kind": "Host", "properties": {"hostName": "dc-1", "dnsDomain": "example.com", "additionalData": {"MdatpDeviceId": "$M1"}}}, {"id": "/f", "kind": "File", "properties": {"fileHashEntityIds": ["/s"], "additionalData": {"MdatpDeviceId": "$^M1"}}}, {"id": "/s", "kind": "FileHash", "properties": {"algorithm": "SHA1", "hashValue": "$F1"}}]}"#,
        #"{"id": "1", "machineId": "$^M1", "computerDnsName": "dc-1.example.com", "evidence": [{"entityType": "File", "sha1": "$F1"}]}"#,
        #"{"machineId": "$^M1", "sha1": "$F1", "comment": "x", "machineName": "dc-1.example.com"}"#,
        #"{"alertId": "1", "devices": [{"mdatpDeviceId": "$^M1", "deviceDnsName": "dc-1.example.com"}], "entities": [{"entityType": "File", "sha1": "$F1", "deviceId": "$M1"}]}"#,
        ##"{"id": "1", "evidence": [{"@odata.type": "#x.deviceEvidence", "mdeDeviceId": "$^M1", "deviceDnsName": "dc-1.example.com"}, {"@odata.type": "#x.fileEvidence", "mdeDeviceId": "$M1", "fileDetails": {"sha1": "$F1"}}]}"##,
    ])
    func `The machine's name is found, with its domain`(document: String) throws {
        let orders = try ShippedMappings.orders(of: Placeholders.fill(document))
        #expect(orders.map(\.machineName) == ["dc-1.example.com"])
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
