import LazaretCore
import Testing

struct InstantTests {
    @Test(
        "reads what Defender, Graph and Sentinel write",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2021-01-26T20:33:57.7220239Z", 1_611_693_237_722),
            ("2026-01-31T12:34:56.789Z", 1_769_862_896_789),
            ("2026-01-31t12:34:56.7z", 1_769_862_896_700),
            ("2026-01-31 12:34:56.07+02:00", 1_769_855_696_070),
            ("2024-02-29T23:59:59-05:30", 1_709_270_999_000),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)])
    func reads(_ text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "refuses what names no moment",
        arguments: [
            "", "2026-01-31", "2026-01-31T12:34Z", "2026-01-31T12:34:56", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z", "2026-01-31T12:34:56.Z",
            "2026-01-31T12:34:56Zx", " 2026-01-31T12:34:56Z", "2026-01-31T12:34:56+2:00", "٢٠٢٦-01-31T12:34:56Z",
            "1769862896",
        ])
    func refuses(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("what is written is read back, over four thousand years")
    func roundTrip() {
        var milliseconds: Int64 = -62_135_596_800_000
        while milliseconds < 64_000_000_000_000 {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant(rfc3339: instant.description) == instant)
            #expect(instant.description.utf8.count == 24)
            milliseconds += 8_640_123_457
        }
    }

    @Test("absurd durations saturate instead of trapping")
    func saturates() {
        let far = Instant(milliseconds: .max - 1) + .seconds(1_000_000)
        #expect(far.milliseconds == .max)
        #expect((Instant(milliseconds: 0) - .seconds(Int64.max)).milliseconds < 0)
    }
}
