import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

/// One row of the table at ``SubmitOutcome``.
struct SubmitRow: Sendable, CustomTestStringConvertible {
    var name: String
    var result: Exchange.Result
    var word: String
    var testDescription: String { name }

    init(_ name: String, _ result: Exchange.Result, _ word: String) {
        self.name = name
        self.result = result
        self.word = word
    }

    init(
        _ name: String, _ status: Int, _ body: String, _ word: String, headers: [(name: String, value: String)] = []
    ) {
        self.init(name, .answer(Fixture.response(status, body, headers: headers)), word)
    }
}

extension SubmitRow {
    static let answers = [
        SubmitRow("no content", 204, "", "unknown"),
        SubmitRow("200 with an action", 200, #"{"id":"a-1"}"#, "unknown"),
        SubmitRow("accepted", 202, "", "unknown"),
        SubmitRow("switching protocols", 101, "", "unknown"),
        SubmitRow("redirect", 302, "", "lane_fault", headers: [("Location", "https://else.test/x")]),
        SubmitRow("permanent redirect", 308, "", "lane_fault"),
        SubmitRow("already running by code", 400, Fixture.error("ActiveRequestAlreadyExists", "x"), "already_running"),
        SubmitRow(
            "already running by text", 400, Fixture.error("BadRequest", "Action is Already In Progress"),
            "already_running"),
        SubmitRow("already running in no JSON", 400, "Action is already in progress", "already_running"),
        SubmitRow("that text elsewhere", 404, Fixture.error("NotFound", "already in progress"), "refused"),
        SubmitRow("401", 401, Fixture.error("Unauthorized", "x"), "lane_fault"),
        SubmitRow("forbidden", 403, Fixture.error("Forbidden", "x"), "lane_fault"),
        SubmitRow("disabled feature", 403, Fixture.error("DisabledFeature", "x"), "lane_fault"),
        SubmitRow("403 of an unknown kind", 403, "", "lane_fault"),
        SubmitRow("a proxy's block page", 403, "<html>blocked</html>", "lane_fault"),
        SubmitRow("throttled", 429, Fixture.error("TooManyRequests", "x"), "throttled"),
        SubmitRow("throttled by a gateway's page", 429, "<html>slow down</html>", "throttled"),
        SubmitRow("proxy authentication", 407, "", "unknown"),
        SubmitRow("request timeout", 408, "", "unknown"),
        SubmitRow("conflict", 409, Fixture.error("Conflict", "x"), "unknown"),
        SubmitRow("too early", 425, "", "unknown"),
        SubmitRow("not found as a page", 404, "<!DOCTYPE html><p>no such site", "unknown"),
        SubmitRow(
            "bad request by type a page", 400, "oops", "unknown", headers: [("Content-Type", "text/HTML; charset=x")]),
        SubmitRow("server error", 500, Fixture.error("InternalServerError", ""), "unknown"),
        SubmitRow("bad gateway", 502, "<html>", "unknown"),
        SubmitRow("unavailable", 503, "", "unknown", headers: [("Retry-After", "5")]),
        SubmitRow("gateway timeout", 504, "", "unknown"),
        SubmitRow("no such status", 999, "", "unknown"),
    ]

    static let refusals =
        [
            "BadRequest", "ODataError", "InvalidInput", "InvalidRequestBody", "InvalidHashValue",
            "MissingRequiredParameter",
            "OsPlatformNotSupported", "ClientVersionNotSupported",
        ].map { SubmitRow($0, 400, Fixture.error($0, "x"), "refused") } + [
            SubmitRow("disallowed", 403, Fixture.error("DisallowedOperation", "x"), "refused"),
            SubmitRow("disallowed, other case", 403, Fixture.error("disallowedoperation", "x"), "refused"),
            SubmitRow("not found", 404, Fixture.error("ResourceNotFound", "x"), "refused"),
            SubmitRow("not found, empty", 404, "", "refused"), SubmitRow("gone", 410, "", "refused"),
            SubmitRow("unprocessable", 422, "{}", "refused"), SubmitRow("too large", 413, "too large", "refused"),
        ]

    static let silences =
        TransportError.Kind.allCases.flatMap { kind in
            [
                SubmitRow(
                    "\(kind), nothing left", .noAnswer(TransportError(kind, requestMayHaveLeft: false, message: "m")),
                    "not_sent"),
                SubmitRow(
                    "\(kind)", .noAnswer(TransportError(kind, requestMayHaveLeft: true, message: "m")), "unknown"),
            ]
        } + [
            SubmitRow("token refused", .noToken(TokenFailure(.refused, code: "c", message: "m")), "lane_fault"),
            SubmitRow("token unavailable", .noToken(TokenFailure(.unavailable, code: "c", message: "m")), "lane_fault"),
            SubmitRow("credential", .noToken(TokenFailure(.credential, code: "c", message: "m")), "lane_fault"),
            SubmitRow("cancelled before the token", .noToken(.cancelled), "not_sent"),
            SubmitRow("cannot be written", .unusable(.unencodable), "refused"),
        ]

    static func created() throws -> [SubmitRow] {
        func row(_ name: String, _ body: String, _ word: String) -> SubmitRow { SubmitRow(name, 201, body, word) }
        let theirs = Fixture.foreignMarker.comment("x")
        return [
            row("ours", try Fixture.action(), "accepted"),
            row(
                "ours, other letter case",
                try Fixture.action(
                    type: "stopandquarantinefile", machineID: Fixture.machine.uppercased(),
                    file: Fixture.sha1.uppercased()), "accepted"),
            row("ours, fields missing", try Fixture.action(type: nil, machineID: nil, file: nil), "accepted"),
            row(
                "ours, comment with white space after it",
                try Fixture.action(comment: Fixture.marker.comment("x") + " \n"), "accepted"),
            row("another marker", try Fixture.action(comment: theirs), "adopted"),
            row("a portal user's comment", try Fixture.action(comment: "by hand"), "adopted"),
            row("our marker only inside", try Fixture.action(comment: "\(Fixture.marker) quoted"), "adopted"),
            row("no comment", try Fixture.action(comment: nil), "adopted"),
            row("another file", try Fixture.action(comment: theirs, file: Fixture.otherSHA1), "foreign"),
            row("another file under our marker", try Fixture.action(file: Fixture.otherSHA1), "foreign"),
            row("another machine", try Fixture.action(machineID: Fixture.otherMachine), "foreign"),
            row("another type", try Fixture.action(type: "Isolate"), "foreign"),
            row("another marker, no file", try Fixture.action(comment: theirs, file: nil), "unknown"),
            row(
                "another marker, file by SHA-256",
                try Fixture.action(
                    comment: theirs, file: Fixture.sha1 + Fixture.sha1.prefix(24), fileType: "Sha256"), "unknown"),
            row("another marker, no machine", try Fixture.action(machineID: nil, comment: theirs), "unknown"),
            row("no id", try Fixture.action(id: nil), "unknown"),
            row("an id that is none", try Fixture.action(id: "../x"), "unknown"),
            row("empty", "", "unknown"), row("cut off", String(try Fixture.action().dropLast(9)), "unknown"),
            row("a page", "<html>", "unknown"), row("an array", "[]", "unknown"),
            row("a bare id", #"{"id":"a-1"}"#, "unknown"),
        ]
    }
}
