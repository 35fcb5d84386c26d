import DefenderSimulator
import Foundation
import LazaretCore
import LoopbackHTTPServer
import Testing

@Suite("Scripted faults")
struct FaultTests {
    /// Fault, how the reply ends, its status, its code, and whether the action is there afterwards.
    static let effects: [(Fault, String, Int?, String?, Bool)] = [
        (.dropBefore, "closeWithoutReply", nil, nil, false), (.dropAfter, "closeWithoutReply", nil, nil, true),
        (.resetBefore, "reset", nil, nil, false), (.resetAfter, "reset", nil, nil, true),
        (.hangBefore, "hang", nil, nil, false), (.hangAfter, "hang", nil, nil, true),
        (.errorBefore(status: 503, code: nil, message: nil), "respond", 503, "InternalServerError", false),
        (.errorAfter(status: 500, code: nil, message: nil), "respond", 500, "InternalServerError", true),
        (.errorBefore(status: 400, code: "Odd", message: "m"), "respond", 400, "Odd", false),
        (.pageBefore(status: 502), "respond", 502, nil, false), (.pageAfter(status: 503), "respond", 503, nil, true),
        (.truncated, "truncated", 201, nil, true), (.garbage, "garbage", nil, nil, true),
        (.brokenJSON, "respond", 201, nil, true), (.emptyBody, "respond", 201, nil, true),
        (.unauthorized, "respond", 401, "Unauthorized", false), (.forbidden, "respond", 403, "Forbidden", false),
        (.disabledFeature, "respond", 403, "DisabledFeature", false),
        (.disallowedOperation, "respond", 403, "DisallowedOperation", false),
        (.throttled(retryAfter: "7"), "respond", 429, "TooManyRequests", false),
        (.redirect(location: "https://example.test/x"), "respond", 302, nil, false),
        (.delay, "respond", 201, nil, true),
    ]

    @Test("each does to the answer and to the action what its name says, and the record tells", arguments: effects)
    func effect(fault: Fault, reply: String, status: Int?, code: String?, isMade: Bool) throws {
        var client = ModelClient()
        client.defender.add(fault: FaultRule(fault, operation: .submit))
        let answer = try client.submit()
        let arrival = try #require(client.defender.report(at: client.now).arrivals.last)
        #expect(arrival.reply == reply)
        #expect(arrival.status == status)
        #expect(arrival.code == code)
        #expect(arrival.fault == fault.name)
        #expect(arrival.processed == isMade)
        #expect(try client.list([]).ids.count == (isMade ? 1 : 0))
        switch (fault, answer.reply) {
        case (.truncated, .truncated(let response, let count)): #expect(count < response.body.count)
        case (.brokenJSON, .respond(let response)): #expect(throws: (any Error).self) { try response.json() }
        case (.emptyBody, .respond(let response)): #expect(response.body.isEmpty)
        case (.throttled, .respond(let response)): #expect(response.headers["Retry-After"] == "7")
        case (.redirect(let location), .respond(let response)): #expect(response.headers["Location"] == location)
        case (.pageBefore, .respond(let response)): #expect(response.headers["Content-Type"] == "text/html")
        default: break
        }
    }

    @Test("a 201 about somebody else's action makes none for this request", arguments: [true, false])
    func foreign(sameFile: Bool) throws {
        var client = ModelClient()
        client.defender.add(fault: FaultRule(sameFile ? .sameFileAction : .foreignAction, operation: .submit))
        let action = try client.submit().response.json()
        let file = try #require(action["relatedFileInfo"] as? [String: String])
        #expect((file["fileIdentifier"] == ModelClient.sha1) == sameFile)
        #expect(action["machineId"] as? String == ModelClient.machine)
        #expect(action["requestorComment"] as? String != "because")
        #expect(try client.submit().response.json()["id"] as? String == action["id"] as? String)
        let report = client.defender.report(at: client.now)
        #expect(report.quarantines.map(\.isForeign) == [true])
    }

    @Test("a late effect comes into being at its own time, unless the same action is open by then")
    func late() throws {
        for isRepeated in [false, true] {
            var client = ModelClient()
            client.defender.add(fault: FaultRule(.lateEffect(after: .milliseconds(500)), operation: .submit, times: 1))
            #expect(try client.submit().reply == .closeWithoutReply)
            #expect(try client.list([]).ids.isEmpty)
            if isRepeated { _ = try client.submitted() }
            client.advance(by: .milliseconds(499))
            #expect(client.defender.report(at: client.now).quarantines.count == (isRepeated ? 1 : 0))
            client.advance(by: .milliseconds(2))
            let quarantines = client.defender.report(at: client.now).quarantines
            #expect(quarantines.map(\.arrival) == [isRepeated ? 4 : 2])
            if !isRepeated { #expect(quarantines.map(\.at) == ["2026-01-31T12:34:57.289Z"]) }
            #expect(try client.list([]).ids == quarantines.map(\.actionID))
        }
    }

    @Test("an answer may be held back")
    func delay() throws {
        var client = ModelClient()
        client.defender.add(fault: FaultRule(.dropAfter, operation: .submit, delay: .seconds(3)))
        let answer = try client.submit()
        #expect(answer.delay == .seconds(3))
        #expect(answer.reply == .closeWithoutReply)
        #expect(try client.list([]).ids.count == 1)
    }

    @Test("also reading calls and tokens have them")
    func elsewhere() throws {
        var client = ModelClient()
        _ = try client.submitted()
        client.defender.add(fault: FaultRule(.truncated, operation: .list, times: 1))
        client.defender.add(fault: FaultRule(.pageBefore(status: 503), operation: .token, times: 1))
        guard case .truncated = try client.call("GET", "/api/machineactions").reply else {
            Issue.record("the List is whole")
            return
        }
        #expect(try client.authority("grant_type=client_credentials").status == 503)
        #expect(try client.authority("grant_type=client_credentials").status == 400)
    }

    @Test("a call with a fault is counted by the quota all the same")
    func quota() throws {
        var options = SimulatorOptions()
        options.quota.windows = [.init(limit: 2, per: .seconds(60))]
        options.faults = [FaultRule(.dropBefore)]
        var client = ModelClient(options)
        for _ in 0..<2 { #expect(try client.submit().reply == .closeWithoutReply) }
        #expect(try client.submit().response.status == 429)
    }
}
