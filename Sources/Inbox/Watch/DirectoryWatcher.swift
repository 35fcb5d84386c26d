import Dispatch
import Glibc

/// inotify on a few directories. What it says are hints: it may forget (overflow), and network file systems say nothing;
/// who listens must also look for itself now and then. No thread wakes while nothing happens.
///
/// To watch a single file, watch its directory and accept only its name: editors and renames replace the file itself.
public final class DirectoryWatcher: Sendable {
    /// Which names are worth a hint; asked on the watcher's own queue, for every event.
    public typealias Filter = @Sendable (_ name: UnsafeRawBufferPointer) -> Bool

    private let descriptor: Descriptor
    private let box: HintBox
    // Held as long as the watcher: a source that nobody holds delivers nothing, silently.
    // Only its creation and its cancellation touch it, and both are allowed from anywhere.
    nonisolated(unsafe) private let source: any DispatchSourceRead

    /// - Parameters:
    ///   - limit: names remembered between two looks; more is an overflow.
    ///   - accept: names of files; sub-directories are always told of.
    /// - Throws: where the machine gives no inotify (`fs.inotify.max_user_instances`).
    public init(limit: Int = 16_384, accept: @escaping Filter = { _ in true }) throws(SystemFailure) {
        let descriptor = Descriptor(
            owning: try checked(.watch) { inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) })
        let box = HintBox(limit: limit)
        let queue = DispatchQueue(label: "lazaret.watch")
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor.number, queue: queue)
        source.setEventHandler { @Sendable in
            box.note(Self.drain(descriptor, accept: accept, limit: limit))
        }
        // The descriptor must stay open until the source has let go of it.
        source.setCancelHandler { @Sendable in withExtendedLifetime(descriptor) {} }
        self.descriptor = descriptor
        self.box = box
        self.source = source
        source.activate()
    }

    deinit { source.cancel() }

    public var hints: HintSequence { HintSequence(box: box) }

    /// What of a directory is told.
    public enum Interest: Sendable {
        /// Names that come, and each write to them.
        case arrivals
        /// Names that come and go, and files that a writer closes. Nothing of single writes: the action log may lie in the
        /// same directory, and the kernel would tell of each page.
        case names
        /// Names that come and go, and each write to them.
        case changes

        fileprivate var events: UInt32 {
            let writes = UInt32(IN_MODIFY)
            let removals = UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)
            switch self {
            case .arrivals: return writes
            case .names: return removals
            case .changes: return writes | removals
            }
        }
    }

    /// Follows symbolic links. Watching the same directory again gives the same watch.
    public func watch(path: String, for interest: Interest = .arrivals) throws(SystemFailure) -> WatchHints.Watch {
        let events =
            UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_CREATE)
            | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)
            | interest.events
        return WatchHints.Watch(
            number: try checked(.watch) { inotify_add_watch(descriptor.number, path, events) })
    }

    /// The very directory that is open, whatever its path has become. Needs `/proc`.
    func watch(_ directory: Directory) throws(SystemFailure) -> WatchHints.Watch {
        try watch(path: "/proc/self/fd/\(directory.descriptor.number)")
    }

    /// Fails only where the watch has ended by itself.
    func stop(_ watch: WatchHints.Watch) {
        inotify_rm_watch(descriptor.number, watch.number)
    }

    /// Empties the kernel's queue: a full one would lose events, this one only remembers names.
    private static func drain(_ descriptor: Descriptor, accept: Filter, limit: Int) -> WatchHints {
        var hints = WatchHints()
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
            while true {
                let count = read(descriptor.number, buffer.baseAddress, buffer.count)
                // EAGAIN: empty. Anything else leaves the periodic scan, which does not need us.
                if count <= 0 { return }
                for event in InotifyEvents(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
                    hints.note(event, accept: accept, limit: limit)
                }
            }
        }
        return hints
    }
}
