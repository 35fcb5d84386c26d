/// A name in the inbox or in one of its tenants' sub-directories.
struct InboxEntry: Hashable, Sendable {
    /// The tenant's name, nil at the top.
    let subdirectory: String?
    let name: FileName

    /// The path below the inbox as text (`alerts.source_file`).
    var sourceFile: String {
        guard let subdirectory else { return name.description }
        return FileName(subdirectory).description + "/" + name.description
    }
}
