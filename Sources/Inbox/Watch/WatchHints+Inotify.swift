import Glibc

extension WatchHints {
    mutating func note(_ event: InotifyEvent, accept: DirectoryWatcher.Filter, limit: Int) {
        if event.has(IN_Q_OVERFLOW) { return noteOverflow() }
        let watch = Watch(number: event.watch)
        if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) || event.has(IN_IGNORED) {
            return noteLost(watch)
        }
        let isDirectory = event.has(IN_ISDIR)
        guard !event.name.isEmpty, isDirectory || accept(event.name), let change = change(event, isDirectory) else {
            return
        }
        note(change, at: Place(watch: watch, name: FileName(bytes: event.name)), limit: limit)
    }

    private func change(_ event: InotifyEvent, _ isDirectory: Bool) -> Change? {
        if event.has(IN_DELETE) || event.has(IN_MOVED_FROM) { return .gone }
        if isDirectory { return event.has(IN_CREATE) || event.has(IN_MOVED_TO) ? .directory : nil }
        if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) { return .complete }
        if event.has(IN_MODIFY) { return .written }
        return event.has(IN_CREATE) ? .created : nil
    }
}
