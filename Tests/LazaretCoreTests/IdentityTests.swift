import LazaretCore
import Testing

struct IdentityTests {
    @Test(
        "forty hexadecimal digits, lower-cased, nothing trimmed",
        arguments: [
            (String(repeating: "aF", count: 20), String(repeating: "af", count: 20)),
            (String(repeating: "a", count: 39), nil), (String(repeating: "a", count: 41), nil),
            (" " + String(repeating: "a", count: 39), nil), (String(repeating: "g", count: 40), nil),
            (String(repeating: "ａ", count: 40), nil), ("", nil),
        ] as [(String, String?)])
    func hex(_ text: String, expected: String?) {
        #expect(SHA1Hash(text)?.description == expected)
        #expect(MachineID(text)?.description == expected)
    }

    @Test("the two hashes that name no file are known")
    func namesNoFile() throws {
        #expect(try #require(SHA1Hash(SHA1Hash.emptyFile)).namesNoFile)
        #expect(try #require(SHA1Hash(SHA1Hash.zeros)).namesNoFile)
        #expect(!(try #require(SHA1Hash(String(repeating: "a", count: 40))).namesNoFile))
    }

    @Test(
        "an alert goes to the tenant it names, else to its directory's, else to the first",
        arguments: [
            (nil, nil, "one"), ("22222222-0000-0000-0000-000000000000", nil, "two"), ("TWO", nil, nil),
            ("two", "one", "two"), (nil, "two", "two"), (nil, "three", nil), ("", "two", "two"),
            ("99999999-0000-0000-0000-000000000000", "two", nil),
        ] as [(String?, String?, String?)])
    func tenants(named: String?, subdirectory: String?, expected: String?) {
        let directory = TenantDirectory(entries: [
            .init(name: "one", tenantID: "11111111-0000-0000-0000-000000000000"),
            .init(name: "two", tenantID: "22222222-0000-0000-0000-000000000000"),
        ])
        #expect(directory.tenant(named: named, subdirectory: subdirectory) == expected)
    }

    @Test("graver work leaves first, and nothing waits for ever behind it")
    func rank() {
        let now = Instant(milliseconds: 1_767_225_600_000)
        func rank(_ severity: Severity, _ seconds: Int64) -> Int64 {
            QueueRank.rank(severity: severity, arrivedAt: now + .seconds(seconds))
        }
        #expect(rank(.high, 60) < rank(.medium, 0))
        #expect(rank(.medium, 0) < rank(.medium, 1))
        #expect(rank(.low, 0) < rank(.medium, 5 * 3600))
        #expect(rank(.informational, 0) < rank(.high, 13 * 3600))
    }
}
