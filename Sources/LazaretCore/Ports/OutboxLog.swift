/// The action log, as the outbox sees it: files all of whose actions are final and whose result is not yet written.
public protocol OutboxLog: Sendable {
    /// Oldest first, at most `limit`, and no more behind the one whose result makes it `bytes` in all. `result` is the whole
    /// content of `NAME.result.json` (contract, section 3).
    func finishedFiles(limit: Int, bytes: Int) async throws -> [FileResult]

    /// The result is durable in the outbox (or the outbox is off).
    func markPublished(_ files: [Int64], at now: Moment) async throws
}

public struct FileResult: Hashable, Sendable {
    public var fileID: Int64
    public var sourceFile: String
    public var result: String

    public init(fileID: Int64, sourceFile: String, result: String) {
        self.fileID = fileID
        self.sourceFile = sourceFile
        self.result = result
    }
}
