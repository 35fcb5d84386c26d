import LazaretCore

/// Durations as people say them: the two largest units.
enum TimeSpan {
    static func text(_ duration: Duration) -> String {
        let seconds = duration.milliseconds / 1000
        switch seconds {
        case ..<1: return "\(max(0, duration.milliseconds)) ms"
        case ..<60: return "\(seconds) s"
        case ..<3600: return pair(seconds, 60, "min", 1, "s")
        case ..<86_400: return pair(seconds, 3600, "h", 60, "min")
        default: return pair(seconds, 86_400, "d", 3600, "h")
        }
    }

    private static func pair(_ seconds: Int64, _ large: Int64, _ name: String, _ small: Int64, _ rest: String) -> String
    {
        let remainder = seconds % large / small
        return "\(seconds / large) \(name)" + (remainder == 0 ? "" : " \(remainder) \(rest)")
    }
}
