/// One pass over the inbox, some names at a time. The order is the directory's own; the folders take turns, so that a full
/// one does not keep the others waiting. Memory does not grow with the number of files.
///
/// Used from one serial queue.
final class InboxScan: @unchecked Sendable {
    private var streams: [(subdirectory: String?, stream: DirectoryStream)] = []
    private var turn = 0

    init(_ folders: InboxFolders) throws(SystemFailure) {
        for folder in folders.folders {
            streams.append((folder.subdirectory, try DirectoryStream(folder.directory)))
        }
    }

    /// Fewer than `limit` only at the end of the pass. Blocks.
    func next(_ limit: Int) throws(SystemFailure) -> [InboxEntry] {
        var entries: [InboxEntry] = []
        while entries.count < limit, !streams.isEmpty {
            turn %= streams.count
            let (subdirectory, stream) = streams[turn]
            if let name = try stream.next(where: AlertFileName.matches) {
                entries.append(InboxEntry(subdirectory: subdirectory, name: name))
                turn += 1
            } else {
                streams.remove(at: turn)
            }
        }
        return entries
    }
}
