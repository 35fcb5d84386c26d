import Glibc

/// What lies in the inbox at this moment, for `lazaret_inbox_files` and `status`. Needs no daemon.
public struct InboxSurvey: Sendable {
    /// Names that look like alert files, irregular ones included.
    public var files = 0
    /// The first that are no regular files, or bear a tenant's name and are no directory, by path below the inbox.
    public var irregular: [(sourceFile: String, Irregularity)] = []

    /// Blocks: about a second for a million names, and as much again where `limit` irregular ones are asked for.
    public static func take(_ settings: InboxSettings, irregularLimit limit: Int = 0) throws(SystemFailure)
        -> InboxSurvey
    {
        var survey = InboxSurvey()
        let root = try Directory(path: settings.directory)
        try survey.count(root, settings, nil, limit)
        for tenant in settings.tenants {
            let name = FileName(tenant)
            guard let facts = try root.facts(of: name) else { continue }
            var irregularity: Irregularity?
            do throws(SystemFailure) {
                if facts.kind == .directory {
                    try survey.count(root.subdirectory(name), settings, tenant, limit)
                } else {
                    irregularity = .notADirectory(facts.kind)
                }
            } catch  where error.code == EACCES {
                // That the caller may not look says nothing of the daemon.
                continue
            } catch {
                irregularity = .cannotBeRead(error)
            }
            if let irregularity, survey.irregular.count < limit {
                survey.irregular.append((InboxEntry(subdirectory: nil, name: name).sourceFile, irregularity))
            }
        }
        return survey
    }

    private mutating func count(
        _ directory: Directory, _ settings: InboxSettings, _ subdirectory: String?, _ limit: Int
    ) throws(SystemFailure) {
        let stream = try DirectoryStream(directory)
        while let name = try stream.next(where: AlertFileName.matches) {
            let entry = InboxEntry(subdirectory: subdirectory, name: name)
            if settings.isTenantDirectory(entry) { continue }
            files += 1
            guard irregular.count < limit, let facts = try directory.facts(of: name), facts.kind != .regular else {
                continue
            }
            irregular.append((entry.sourceFile, .notRegular(facts.kind)))
        }
    }
}
