import AlertMapping
import LazaretTestKit
import Testing

@Suite struct DuplicateKeyTests {
    @Test(arguments: [
        Flawed("{\"a\":1,\"a\":2}", .duplicateKey, 1, 8),
        Flawed("{\"a\":1,\n \"a\":1}", .duplicateKey, 2, 2),
        Flawed("{\"a\":1,\"\\u0061\":2}", .duplicateKey, 1, 8),
        Flawed("{\"\\u0061\":1,\"a\":2}", .duplicateKey, 1, 13),
        Flawed("{\"\":1,\"\":2}", .duplicateKey, 1, 7),
        Flawed("{\"\\/\":1,\"/\":2}", .duplicateKey, 1, 9),
        Flawed(
            "{\"\\n\\t\\b\\f\\r\\\"\\\\\":1,\"\\u000a\\u0009\\u0008\\u000C\\u000d\\u0022\\u005c\":2}", .duplicateKey, 1,
            21),
        Flawed("{\"é\":1,\"\\u00e9\":2}", .duplicateKey, 1, 9),
        Flawed("{\"日\":1,\"\\u65E5\":2}", .duplicateKey, 1, 10),
        Flawed("{\"𝄞\":1,\"\\ud834\\uDD1E\":2}", .duplicateKey, 1, 11),
        Flawed("{\"\\ud800\":1,\"\\udfff\":2}", .duplicateKey, 1, 13),
        Flawed("{\"\\ud800\":1,\"\u{FFFD}\":2}", .duplicateKey, 1, 13),
        Flawed("{\"a\\u0000b\":1,\"a\\u0000b\":2}", .duplicateKey, 1, 15),
        Flawed("[{\"x\":{\"y\":1,\"z\":{},\"y\":1}}]", .duplicateKey, 1, 21),
        Flawed("{\"x\":{\"y\":1},\"y\":1,\"x\":2}", .duplicateKey, 1, 20),
    ])
    func `A key that reads the same twice in one object is refused, however it is written`(_ flawed: Flawed) {
        let error = #expect(throws: GateError.self) { try JSONGate().check(Array(flawed.json.utf8)[...]) }
        #expect(error?.kind == .duplicateKey)
        #expect(error?.line == flawed.line)
        #expect(error?.column == flawed.column)
    }

    @Test(arguments: [
        "{\"a\":{\"a\":{\"a\":1}}}", "[{\"a\":1},{\"a\":1}]", "{\"a\":[{\"a\":1},{\"a\":2}],\"b\":{\"a\":3}}",
        "{\"a\":1,\"A\":2}",
        "{\"é\":1,\"e\u{301}\":2}", "{\"a\\u0000\":1,\"a\":2,\"a\\u0000b\":3}", "{\"\\\\u0061\":1,\"a\":2}",
        "{\"abcdefgh-1-abcdefgh\":1,\"abcdefgh-2-abcdefgh\":2}", "{\"abcxdefg\":1,\"abcydefg\":2}",
        "{\"abc\":1,\"aXc\":2}",
    ])
    func `Keys that differ, or stand in different objects, are no duplicates`(_ json: String) throws {
        _ = try JSONGate().check(Array(json.utf8)[...])
    }

    @Test(arguments: [1, 2, 63, 64, 65, 66, 127, 128, 129, 1_000, 20_000])
    func `A duplicate is found among any number of keys`(_ count: Int) throws {
        func object(_ last: String) -> ArraySlice<UInt8> {
            let members = (0..<count).map { "\"key\($0)\":{\"key\($0)\":0}" }
            return Array("{\((members + ["\"\(last)\":0"]).joined(separator: ","))}".utf8)[...]
        }
        _ = try JSONGate().check(object("key"))
        for first in [0, count / 2, count - 1] {
            let error = #expect(throws: GateError.self) { try JSONGate().check(object("key\(first)")) }
            #expect(error?.kind == .duplicateKey)
        }
        #expect(throws: GateError.self) { try JSONGate().check(object("\\u006bey0")) }
    }

    @Test func `Objects with many keys in each other keep their keys apart`() throws {
        var json = "0"
        for _ in 0..<20 {
            let members = (0..<100).map { "\"\($0)\":\($0 == 70 ? json : "0")" }
            json = "{\(members.joined(separator: ","))}"
        }
        _ = try JSONGate().check(Array(json.utf8)[...])
        let broken = json.dropLast() + ",\"99\":0}"
        let error = #expect(throws: GateError.self) { try JSONGate().check(Array(broken.utf8)[...]) }
        #expect(error?.offset == json.utf8.count)
    }

    @Test(arguments: [64, 65, 100, 1_000])
    func `Objects with the same many keys stand behind each other`(_ count: Int) throws {
        let object = "{\((0..<count).map { "\"key\($0)\":0" }.joined(separator: ","))}"
        _ = try JSONGate().check(Array("[\(object),{\"a\":\(object),\"b\":[\(object)]},\(object)]".utf8)[...])
        let twice = object.dropLast() + ",\"key\(count - 1)\":0}"
        let error = #expect(throws: GateError.self) { try JSONGate().check(Array("[\(object),\(twice)]".utf8)[...]) }
        #expect(error?.offset == 2 + object.utf8.count * 2)
    }

    @Test func `Many keys that look alike at both ends take no quadratic time`() throws {
        // 40,000 keys, alike in length, beginning and end: compared each with each they would take minutes here.
        let members = (0..<40_000).map { "\"beginning-\(100_000 + $0)-and-end\":0" }
        let duration = try ProcessorTime.measure {
            _ = try JSONGate().check(Array("{\(members.joined(separator: ","))}".utf8)[...])
        }
        #expect(duration < .seconds(20))
    }
}
