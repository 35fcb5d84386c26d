import LazaretCore
import Testing

@testable import DefenderSimulator

@Suite("$filter")
struct FilterTests {
    /// Three rows: number, status, machine, creation.
    private static let created = Instant(milliseconds: 1_769_862_896_789)
    private static let rows: [FilterRow] = [
        row(1, .pending, "aa", created), row(2, .failed, "bb", created + .seconds(60)),
        row(3, .succeeded, "aa", created + .seconds(120)),
    ]

    private static func row(_ number: Int, _ status: SimulatedStatus, _ machine: String, _ at: Instant) -> FilterRow {
        let moment = Moment(wall: at, steady: Steady(milliseconds: 0))
        let action = SimulatedAction(
            id: "id-\(number)", machineID: machine, sha1: "", comment: "", requestor: "it's me", externalID: nil,
            createdAt: moment, lastDigits: 0, course: [.init(at: moment.steady, status: status)])
        return FilterRow(action: action, now: moment.steady)
    }

    @Test(
        "what it selects",
        arguments: [
            ("id eq 'id-2'", [2]), ("id eq 'ID-2'", [2]), ("id ne 'id-2'", [1, 3]), ("status eq 'Pending'", [1]),
            ("status eq 'pending'", []), ("machineId eq 'AA'", [1, 3]), ("type eq 'StopAndQuarantineFile'", [1, 2, 3]),
            ("type eq 'Isolate'", []), ("requestor eq 'it''s me'", [1, 2, 3]), ("id gt 'id-1'", [2, 3]),
            ("id le 'id-2'", [1, 2]),
            ("creationDateTimeUtc ge 2026-01-31T12:35:56.789Z", [2, 3]),
            ("creationDateTimeUtc gt 2026-01-31T12:35:56.789Z", [3]),
            ("creationDateTimeUtc lt 2026-01-31T12:35:56Z", [1]),
            ("creationDateTimeUtc le 2026-01-31T13:35:56.7890000+01:00", [1, 2]),
            ("id in ('id-1','id-3')", [1, 3]), ("id in ( 'id-1' , 'nobody' )", [1]),
            ("status in ('Failed','Succeeded')", [2, 3]),
            ("machineId eq 'aa' and status eq 'Pending'", [1]), ("status eq 'Failed' or status eq 'Pending'", [1, 2]),
            ("status eq 'Failed' or machineId eq 'aa' and status eq 'Pending'", [1, 2]),
            ("(status eq 'Failed' or machineId eq 'aa') and status ne 'Pending'", [2, 3]),
            ("not status eq 'Failed'", [1, 3]), ("not (id eq 'id-1' or id eq 'id-2')", [3]), ("((id eq 'id-1'))", [1]),
            ("id eq 'id-1' or id eq 'id-2' or id eq 'id-3'", [1, 2, 3]), ("  id\teq   'id-1'  ", [1]),
            (
                "machineId eq 'bb' and creationDateTimeUtc ge 2026-01-31T12:35:00Z and type eq 'StopAndQuarantineFile'",
                [2]
            ),
        ])
    func selects(text: String, numbers: [Int]) throws {
        let filter = try FilterParser.parse(text)
        #expect(Self.rows.filter { filter.matches($0) }.map(\.action.id) == numbers.map { "id-\($0)" })
    }

    @Test(
        "the index finds what looking at every action finds",
        arguments: [
            "id eq 'id-2'", "id in ('id-3','id-1','x')", "machineId eq 'aa'",
            "machineId eq 'aa' and id in ('id-2','id-3')",
            "(machineId eq 'bb') and status eq 'Failed'", "machineId eq 'aa' or id eq 'id-2'", "not id eq 'id-2'",
            "status eq 'Pending' and (machineId eq 'aa' and type eq 'StopAndQuarantineFile')",
        ])
    func index(text: String) throws {
        let filter = try FilterParser.parse(text)
        var book = ActionBook()
        for row in Self.rows { book.append(row.action) }
        let found = book.candidates(for: filter).filter { filter.matches(FilterRow(action: $0, now: Self.rows[0].now)) }
        let all = book.actions.reversed().filter { filter.matches(FilterRow(action: $0, now: Self.rows[0].now)) }
        #expect(found.map(\.id) == all.map(\.id))
    }

    @Test(
        "what is an ODataError",
        arguments: [
            "", "id", "id eq", "id eq id-1", "id eq 'open", "id eq 'a' and", "and id eq 'a'", "id equals 'a'",
            "id eq 'a' id eq 'b'",
            "(id eq 'a'", "id eq 'a')", "id in 'a'", "id in ()", "id in ('a'", "id in ('a' 'b')", "id in ('a',)",
            "requestorComment eq 'a'", "relatedFileInfo eq 'a'", "relatedFileInfo/fileIdentifier eq 'a'", "Id eq 'a'",
            "ID EQ 'a'", "creationDateTimeUtc ge '2026-01-31T12:35:56Z'", "creationDateTimeUtc ge yesterday",
            "creationDateTimeUtc in ('a')", "contains(requestor,'a')", "status eq null", "'a' eq id", "not", ",",
            String(repeating: "(", count: 10_000) + "id eq 'a'" + String(repeating: ")", count: 10_000),
            String(repeating: "not ", count: 10_000) + "id eq 'a'",
        ])
    func errors(text: String) {
        let error = #expect(throws: APIError.self) { try FilterParser.parse(text) }
        #expect(error?.code == "ODataError")
        #expect(error?.status == 400)
    }

    @Test("a thousand ids and a thousand alternatives are no matter")
    func large() throws {
        let names = (1...1000).map { "'id-\($0)'" }
        let list = try FilterParser.parse("id in (\(names.joined(separator: ",")))")
        let alternatives = try FilterParser.parse(names.map { "id eq \($0)" }.joined(separator: " or "))
        #expect(Self.rows.allSatisfy { list.matches($0) && alternatives.matches($0) })
        #expect(list.requiredIDs?.count == 1000)
    }
}
