/// How many of the waiting files a worker is given at once. A round trip costs more than a small alert does; but files in
/// a batch wait for each other, so large ones and those on which a worker has died go alone.
enum Batching {
    static let maximumFiles = 16
    static let maximumBytes = 256 << 10

    struct Waiting {
        var size: Int
        var isSuspect: Bool
    }

    /// At least 1 where anything waits; `total` is shared by `slots` workers.
    static func count(_ waiting: some Sequence<Waiting>, total: Int, slots: Int) -> Int {
        let share = min(maximumFiles, (total + slots - 1) / max(1, slots))
        var count = 0
        var bytes = 0
        for file in waiting {
            if count > 0 && (file.isSuspect || count >= share || bytes + file.size > maximumBytes) { break }
            count += 1
            bytes += file.size
            if file.isSuspect { break }
        }
        return count
    }
}
