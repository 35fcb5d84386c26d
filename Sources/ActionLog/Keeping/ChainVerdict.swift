/// What the event chain came to (docs/event-chain.md).
public enum ChainVerdict: Hashable, Sendable {
    /// `events`: how many rows were read. `head`: the last event, nil where there was never any.
    case intact(events: Int, head: EventHead?)
    /// `event`: the first row that is wrong; for a missing row, the id that should be there.
    case broken(event: Int64, ChainFault)

    /// Those of the heads kept elsewhere that could not be compared, because retention has removed their events: they prove nothing.
    public func passedOver(_ heads: [EventHead]) -> [EventHead] {
        guard case .intact(let events, let head?) = self else { return [] }
        // The checkpoint before the first row was compared.
        let firstKnown = head.event - Int64(events)
        return heads.filter { $0.event < firstKnown }
    }
}

/// The end of the chain at some time. Kept elsewhere (the journal), it shows a later rewriting of everything before it.
public struct EventHead: Hashable, Sendable, CustomStringConvertible {
    public var event: Int64
    /// 64 lower-case hexadecimal digits.
    public var hash: String

    public init(event: Int64, hash: String) {
        self.event = event
        self.hash = hash
    }

    /// `1024:ab12…`, as it goes to the journal.
    public var description: String { "\(event):\(hash)" }
}

public enum ChainFault: String, CaseIterable, Sendable {
    /// The row's own values do not give its hash: it was edited.
    case hashMismatch = "hash_mismatch"
    /// It does not name its predecessor's hash: something before it was replaced, moved or taken out.
    case previousHashMismatch = "previous_hash_mismatch"
    /// Rows are missing here.
    case missing
    /// Rows at the end are missing, or came past the chain's stored head.
    case headMismatch = "head_mismatch"
    /// Older rows were removed by a checkpoint of which no `pruned` event in the chain tells.
    case checkpointUnknown = "checkpoint_unknown"
    /// It has not the hash that was kept elsewhere for it: the chain was rewritten.
    case anchorMismatch = "anchor_mismatch"
}
