/// The sliding windows that each operation of each tenant and application has. (defender-api, section 3.4)
public struct QuotaOptions: Hashable, Sendable {
    public struct Window: Hashable, Sendable {
        public var limit: Int
        public var per: Duration

        public init(limit: Int, per: Duration) {
            self.limit = limit
            self.per = per
        }

        /// `100/1m`; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let limit = Int(parts[0]), limit >= 0,
                let per = DurationText.parse(String(parts[1])),
                per > .zero
            else { return nil }
            self.init(limit: limit, per: per)
        }
    }

    /// What a 429 says about when to come back.
    public enum RetryAfter: Hashable, Sendable {
        case seconds
        case date
        case absent
        /// Whatever it is.
        case text(String)

        public init(_ text: String) {
            switch text {
            case "seconds": self = .seconds
            case "date": self = .date
            case "absent": self = .absent
            default: self = .text(text)
            }
        }
    }

    public var windows = [Window(limit: 100, per: .seconds(60)), Window(limit: 1500, per: .seconds(3600))]
    public var retryAfter = RetryAfter.seconds
    /// Whether a call that was answered 429 takes a slot too.
    public var countsRefused = false

    public init() {}
}
