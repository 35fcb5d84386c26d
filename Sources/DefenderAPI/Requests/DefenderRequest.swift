import Foundation
import HTTPTransport
import LazaretCore

/// One call of Defender's API, as a value (defender-api, sections 1.1, 2.4, 6.2 and 6.3).
enum DefenderRequest: Hashable, Sendable {
    case submit(Submission)
    case list(ActionQuery)
    case get(String)
    case cancel(String, comment: String)
    case machine(MachineID)
    case file(SHA1Hash)

    /// `token` is a bearer token that was checked to be one header value.
    func httpRequest(apiBase: String, token: Secret) throws(RequestError) -> HTTPRequest {
        var headers = [(name: "Authorization", value: "Bearer " + token.revealed)]
        headers.append(("Accept", "application/json"))
        let url = apiBase + "/api/" + (try path())
        guard let body = try body() else { return HTTPRequest(method: .get, url: url, headers: headers) }
        headers.append(("Content-Type", "application/json"))
        return HTTPRequest(method: .post, url: url, headers: headers, body: body, isolated: true)
    }

    private func path() throws(RequestError) -> String {
        switch self {
        case .submit(let submission): "machines/\(submission.machineID)/StopAndQuarantineFile"
        case .list(let query): "machineactions?" + (try query.urlQuery())
        case .get(let id): "machineactions/\(try Self.checked(id))"
        case .cancel(let id, _): "machineactions/\(try Self.checked(id))/cancel"
        case .machine(let id): "machines/\(id)"
        case .file(let sha1): "files/\(sha1)"
        }
    }

    /// Parameter names are case-sensitive (section 3.3).
    private struct SubmitBody: Encodable {
        var comment: String
        var sha1: String

        enum CodingKeys: String, CodingKey {
            case comment = "Comment"
            case sha1 = "Sha1"
        }
    }

    private struct CancelBody: Encodable {
        var comment: String

        enum CodingKeys: String, CodingKey {
            case comment = "Comment"
        }
    }

    /// Nil for a GET.
    private func body() throws(RequestError) -> [UInt8]? {
        switch self {
        case .submit(let submission):
            try Self.json(SubmitBody(comment: submission.comment, sha1: submission.sha1.description))
        case .cancel(_, let comment): try Self.json(CancelBody(comment: comment))
        case .list, .get, .machine, .file: nil
        }
    }

    private static func json(_ body: some Encodable) throws(RequestError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(body))
        } catch {
            throw .unencodable
        }
    }

    private static func checked(_ id: String) throws(RequestError) -> ActionID {
        guard let id = ActionID(id) else { throw .invalidActionID }
        return id
    }
}
