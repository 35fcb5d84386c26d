import Foundation
import GRDB

extension ActionLog {
    /// A consistent, compact copy of the log in a new file (mode 0640), durable when this returns. Writers go on meanwhile.
    ///
    /// - Throws: ``ActionLogError/cannotOpen(_:)`` where `path` exists or cannot be created.
    public func backup(to path: String) async throws {
        try DatabaseFile.createNew(at: path)
        do {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                database.asyncUnsafeRead { access in
                    continuation.resume(
                        with: Result {
                            do {
                                try access.get().execute(sql: "VACUUM INTO ?", arguments: [path])
                                try DatabaseFile.synchronise(path)
                            } catch { throw ActionLogError.of(error) }
                        })
                }
            }
        } catch {
            DatabaseFile.remove(path)
            throw error
        }
    }
}
