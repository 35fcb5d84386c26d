import GRDB
import LazaretCore

/// The statements of intake, prepared once a transaction, and the ids they hand out.
///
/// Ids are taken from SQLite's own AUTOINCREMENT book, so that one is never used again: an action's id is part of its
/// marker, which must be in the row before the row is written.
final class IntakeRows {
    private let transaction: WriteTransaction
    private let insertAction: Statement
    private let insertAlert: Statement
    private let insertLink: Statement
    private let attachTo: Statement
    private let insertFile: Statement
    private var actionID: Int64
    private var alertKey: Int64
    private var fileID: Int64

    init(_ transaction: WriteTransaction) throws {
        self.transaction = transaction
        let db = transaction.db
        insertAction = try db.cachedStatement(
            sql: """
                INSERT INTO action_rows (action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity,
                    state, reason, created_at, updated_at, state_since, arrived_at, due_at, counted_at, finished_at,
                    detected_at, rank)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?11, ?11, ?11, ?11, ?12, ?13, ?14, ?15, ?16)
                """)
        insertAlert = try db.cachedStatement(
            sql: "INSERT INTO alert_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertLink = try db.cachedStatement(sql: "INSERT INTO action_alerts VALUES (?, ?)")
        attachTo = try db.cachedStatement(
            sql: "UPDATE action_rows SET alert_count = alert_count + 1, updated_at = ? WHERE action_id = ?")
        insertFile = try db.cachedStatement(sql: "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        func last(_ table: String) throws -> Int64 {
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = ?"), arguments: [table]) ?? 0
        }
        actionID = try last("action_rows")
        alertKey = try last("alert_rows")
        fileID = try last("files")
    }

    func nextFileID() -> Int64 {
        fileID += 1
        return fileID
    }

    func insert(_ action: NewAction, installation: String, at: String) throws -> Int64 {
        actionID += 1
        let order = action.order
        let comment = Marker(installation: installation, action: actionID)
            .comment(order.comment.storable(limit: 4 * Marker.commentLimit))
        let isQueued = action.state == .queued
        try insertAction.execute(arguments: [
            actionID, action.tenant, order.machineID.description, order.machineName?.storable(),
            order.sha1.description, order.fileName?.storable(), comment, action.severity.rawValue,
            action.state.rawValue, action.reason?.rawValue, at, isQueued ? at : nil, isQueued ? at : nil,
            action.state.isFinal ? at : nil, order.detectedAt?.stored, action.rank,
        ])
        transaction.added.addAction(tenant: action.tenant, state: action.state)
        return actionID
    }

    @discardableResult
    func insert(_ alert: AlertRow, _ filing: inout Filing, at: String) throws -> Int64 {
        alertKey += 1
        let context = alert.context
        try insertAlert.execute(arguments: [
            alertKey, alert.tenant, context.alertID, context.title, context.severity?.rawValue,
            context.detectedAt?.stored, filing.file.sourceFile, alert.document?.contentSHA256, alert.mapping,
            alert.outcome.rawValue, alert.reason, at, filing.id, alert.document?.line, alert.message,
        ])
        transaction.added.addAlert(tenant: alert.tenant, outcome: alert.outcome)
        filing.count(alert.outcome)
        return alertKey
    }

    func link(action: Int64, alert: Int64) throws {
        try insertLink.execute(arguments: [action, alert])
    }

    func attach(to action: Int64, at: String) throws {
        try attachTo.execute(arguments: [at, action])
    }

    /// A file of which nothing was taken has its answer in `rejected/`: nothing is left to publish.
    func insert(_ filing: Filing, at: String) throws {
        let receipt = filing.receipt
        try insertFile.execute(arguments: [
            filing.id, filing.file.sourceFile, at, receipt.alertsTaken, receipt.alertsRefused,
            receipt.refusal?.reason.rawValue, filing.openActions.count, receipt.alertsTaken == 0 ? at : nil,
        ])
    }
}
