/// A line of the history, before it is chained.
struct Event {
    /// The words of `events.event`.
    enum Word: String, CaseIterable {
        /// An action was made.
        case created
        /// The daemon moved an action on.
        case changed
        /// A person decided about an action.
        case approved, denied, retried, cancelled
        /// A person asked for Defender's cancel call.
        case cancelRequested = "cancel_requested"
        /// The kill switch; no action.
        case paused, resumed
        /// Retention removed what is older; no action.
        case pruned
    }

    static let daemon = "daemon"

    var word: Word
    var action: Int64?
    var actor = Event.daemon
    var from: String?
    var to: String?
    var reason: String?
    /// A JSON object.
    var detail = "{}"
}
