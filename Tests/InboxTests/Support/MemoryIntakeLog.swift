import Foundation
import LazaretCore

/// An action log in memory that knows duplicates by content, and fails when told to.
final class MemoryIntakeLog: IntakeLog, @unchecked Sendable {
    struct Full: Error {}

    private let lock = NSLock()
    private var files: [IntakeFile] = []
    private var contents: Set<String> = []
    private var batches: [Int] = []
    private var isFull = false
    private let before: @Sendable ([IntakeFile]) async -> Void

    init(before: @escaping @Sendable ([IntakeFile]) async -> Void = { _ in }) {
        self.before = before
    }

    func setFull(_ full: Bool) { lock.withLock { isFull = full } }

    var taken: [IntakeFile] { lock.withLock { files } }
    var sourceFiles: [String] { taken.map(\.sourceFile) }
    /// The text of every document, once.
    var documents: Set<String> { lock.withLock { contents } }
    var batchSizes: [Int] { lock.withLock { batches } }

    func takeIn(_ batch: [IntakeFile], rules: IntakeRules, at now: Moment) async throws -> [IntakeReceipt] {
        await before(batch)
        return try lock.withLock {
            if isFull { throw Full() }
            files += batch
            batches.append(batch.count)
            return batch.map(receipt)
        }
    }

    private func receipt(_ file: IntakeFile) -> IntakeReceipt {
        var receipt = IntakeReceipt(refusal: file.mapped.refusal)
        for document in file.mapped.documents {
            switch document.result {
            case .mapped:
                receipt.alertsTaken += 1
                let outcome = contents.insert(document.contentSHA256).inserted ? "mapped" : "duplicate"
                receipt.outcomes[outcome, default: 0] += 1
            case .refused(let refusal):
                receipt.alertsRefused += 1
                receipt.refusal = receipt.refusal ?? refusal
            case .noMapping:
                receipt.alertsRefused += 1
                receipt.refusal = receipt.refusal ?? Refusal(.noMapping, "no mapping")
            }
        }
        return receipt
    }
}
