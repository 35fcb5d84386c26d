/// Gate and mappings, as intake sees them. Implemented by the pool of sandboxed workers.
public protocol AlertMapper: Sendable {
    /// A file that kills two workers or runs over its time is refused with `mapping_failed`, not thrown.
    /// Suspends until a worker is free; `bytes` is the file as read, at most `maximumFileSize`. `name` decides nothing but
    /// one thing: `.jsonl` and `.ndjson` are one alert a line even where the first line is bad.
    ///
    /// Throws only where the calling task is cancelled or the mapper shut down. Nothing is known of the file then: it stays
    /// where it is, for the next start.
    func map(_ bytes: [UInt8], name: String) async throws(CancellationError) -> MappedFile

    /// As ``map(_:name:)`` for several files, in their order: many small ones cost less together. Returns when all are done.
    func map(_ files: [(bytes: [UInt8], name: String)]) async throws(CancellationError) -> [MappedFile]
}

extension AlertMapper {
    public func map(_ files: [(bytes: [UInt8], name: String)]) async throws(CancellationError) -> [MappedFile] {
        var mapped: [MappedFile] = []
        for file in files { mapped.append(try await map(file.bytes, name: file.name)) }
        return mapped
    }
}
