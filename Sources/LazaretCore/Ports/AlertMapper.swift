/// Gate and mappings, as intake sees them. Implemented by the pool of sandboxed workers, and in-process for `explain`.
public protocol AlertMapper: Sendable {
    /// Never throws: a file that kills two workers or runs over its time is refused with `mapping_failed`.
    /// Suspends until a worker is free; `bytes` is the file as read, at most `maximumFileSize`. `name` decides nothing but
    /// one thing: `.jsonl` and `.ndjson` are one alert a line even where the first line is bad.
    func map(_ bytes: [UInt8], name: String) async -> MappedFile
}
