import GRDB

extension ActionLog {
    /// Reads the whole chain in one snapshot and recomputes every hash. Blocks no writer; takes seconds a million events.
    ///
    /// - Parameters:
    ///   - anchors: heads that were kept elsewhere. Without one, a chain that was rewritten from some row to its end, stored
    ///     head included, cannot be told from a true one. Those of events that retention has removed are not compared
    ///     (``ChainVerdict/passedOver(_:)``), but for the last of them.
    ///   - progress: called now and then with the count so far, off the cooperative pool.
    public func verify(
        anchors: [EventHead] = [], progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> ChainVerdict {
        try await read { db in
            var verifier = ChainVerifier(anchors: anchors)
            return try verifier.verify(db, progress: progress)
        }
    }

    /// The last event, for the journal; nil where there was never any.
    public func eventHead() async throws -> EventHead? {
        try await read { db in
            try Row.fetchOne(db.cachedStatement(sql: "SELECT event_id, hash FROM chain_head"))
                .map { EventHead(event: $0[0], hash: $0[1]) }
        }
    }
}
