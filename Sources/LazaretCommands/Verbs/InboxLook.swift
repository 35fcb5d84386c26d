import Configuration
import Inbox

/// What lies in the inbox and is no regular file: the daemon leaves it there and says so once; `status` says so as long.
enum InboxLook {
    private static let limit = 100

    /// Paths below the inbox, as `alerts.source_file` has them.
    static func irregular(_ configuration: Configuration) -> [String] {
        let inbox = configuration.inbox
        let settings = InboxSettings(
            directory: inbox.directory, accepted: inbox.accepted, rejected: inbox.rejected,
            tenants: configuration.tenants.map(\.name))
        // Not being allowed to look is no news of the daemon's.
        let survey = try? InboxSurvey.take(settings, irregularLimit: limit)
        return (survey?.irregular.map(\.sourceFile) ?? []).sorted()
    }
}
