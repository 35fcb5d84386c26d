import GRDB
import LazaretCore

/// A person's wish to have an action cancelled that has (or may have) left already.
struct CancelRequest {
    var actor: String
    var comment: String
}

extension WriteTransaction {
    func cancelRequest(for action: Int64) throws -> CancelRequest? {
        try row("SELECT actor, comment FROM cancel_requests WHERE action_id = ?", [action])
            .map { CancelRequest(actor: $0[0], comment: $0[1]) }
    }

    /// Asks for Defender's cancel call, once; asking again changes nothing.
    func requestCancel(of action: Int64, tenant: String, actor: String, comment: String) throws {
        try run(
            "INSERT INTO cancel_requests VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (action_id) DO NOTHING",
            [action, tenant, at, at, actor.storable(), comment.storable()])
    }
}
