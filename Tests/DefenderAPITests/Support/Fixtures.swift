import Foundation
import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

/// Invented values that many tests share.
enum Fixture {
    static let machine = "1111aaaa2222bbbb3333cccc4444dddd5555eeee"
    static let otherMachine = "9999aaaa2222bbbb3333cccc4444dddd5555eeee"
    static let sha1 = "0123456789abcdef0123456789abcdef01234567"
    static let otherSHA1 = "ffff456789abcdef0123456789abcdef01234567"
    static let actionID = "5382f7ea-7557-4ab7-9782-d50480024a4e"
    static let marker = Marker(installation: "3f9c0d1e2a4b", action: 1024)
    static let foreignMarker = Marker(installation: "3f9c0d1e2a4b", action: 7)

    static func submission() throws -> Submission {
        Submission(
            machineID: try #require(MachineID(machine)), sha1: try #require(SHA1Hash(sha1)),
            comment: marker.comment("alert da637"), marker: marker)
    }

    /// A MachineAction as the service writes it; nil leaves a field out.
    static func action(
        id: String? = actionID, type: String? = "StopAndQuarantineFile", status: String? = "Pending",
        machineID: String? = machine, comment: String? = marker.comment("alert da637"),
        file: String? = sha1, fileType: String? = "Sha1"
    ) throws -> String {
        var object: [String: Any] = ["title": NSNull(), "requestSource": "PublicApi", "errorHResult": 0]
        object["id"] = id
        object["type"] = type
        object["status"] = status
        object["machineId"] = machineID
        object["requestorComment"] = comment
        object["creationDateTimeUtc"] = "2026-01-31T12:34:56.7220239Z"
        if let file {
            object["relatedFileInfo"] = ["fileIdentifier": file, "fileIdentifierType": fileType].compactMapValues { $0 }
        } else {
            object["relatedFileInfo"] = NSNull()
        }
        return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    }

    static func error(_ code: String, _ message: String, target: String? = nil) -> String {
        let tail = target.map { #","target":"\#($0)""# } ?? ""
        return #"{"error":{"code":"\#(code)","message":"\#(message)"\#(tail)}}"#
    }

    static func response(
        _ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    /// An unsigned JWT: only its payload is ever read.
    static func jwt(_ claims: [String: Any]) throws -> String {
        let payload = try JSONSerialization.data(withJSONObject: claims)
        return "eyJhbGciOiJub25lIn0." + Base64URL.encode(payload) + ".c2ln"
    }
}
