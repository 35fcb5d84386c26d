/// When the pages of the write-ahead log are copied into the database, by how many there are after each commit.
///
/// SQLite starts the log again from its beginning only where a writer finds everything copied. Beside a steady stream that never is
/// so; hence from ``mostFrames`` on the writer waits for a last copy, of what came since the one before. Where somebody reads for so
/// long that the log cannot start again, it waits after each ``moreFrames``. Without such a reader the log is thus never longer than
/// ``mostFrames``, ``moreFrames`` and one commit together.
struct CheckpointPace {
    enum Step: Hashable {
        case nothing
        /// Beside the commits.
        case beside
        /// The commit waits for it.
        case waiting
    }

    /// Pages after which another copy begins.
    static let someFrames = 3000
    /// 36 MB.
    static let mostFrames = 9000
    static let moreFrames = 1000

    /// How many pages there were when the last copy began that came to its end.
    private var copied = 0
    /// How many there are in the copy under way.
    private var copying: Int?

    mutating func next(frames: Int) -> Step {
        if frames < copied { copied = 0 }
        let added = frames - (copying ?? copied)
        if frames >= Self.mostFrames && added >= Self.moreFrames {
            copying = frames
            return .waiting
        }
        guard added >= Self.someFrames, copying == nil else { return .nothing }
        copying = frames
        return .beside
    }

    /// A copy that was not made is tried again after the next commit.
    mutating func ended(_ isCopied: Bool) {
        if isCopied, let copying { copied = copying }
        copying = nil
    }
}
