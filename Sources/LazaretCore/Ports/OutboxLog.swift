/// The action log, as the outbox sees it: files all of whose actions are final and whose result is not yet written.
public protocol OutboxLog: Sendable {
    /// Oldest first. `result` is the whole content of `NAME.result.json` (contract, section 3).
    func finishedFiles(limit: Int) async throws -> [FileResult]

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
