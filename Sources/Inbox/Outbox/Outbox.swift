import Glibc
import LazaretCore

/// Writes `NAME.result.json` files (contract, section 3). A reader sees each whole or not at all. All methods block.
struct Outbox: Sendable {
    static let suffix = ".result.json"
    /// More than this many at a time are made durable by one call for the whole file system.
    static let syncedOneByOne = 8

    let directory: String

    /// When it returns, all are durable. A result that is there already, from before a crash, is not written twice.
    ///
    /// NAME is the last component of `sourceFile`. Where it is taken, by a file of the same name of another day or another
    /// tenant's sub-directory, eight digits of the result's hash tell them apart.
    func publish(_ results: [FileResult]) throws(SystemFailure) {
        let shelf = try InboxDirectories.open(directory, mode: InboxDirectories.mode)
        let isSyncedOneByOne = results.count <= Self.syncedOneByOne
        for (index, result) in results.enumerated() {
            try shelf.writeTemporary(
                Self.temporary(index), Array(result.result.utf8), isSynced: isSyncedOneByOne)
        }
        if !isSyncedOneByOne { try shelf.syncFileSystem() }
        for (index, result) in results.enumerated() { try publish(result, Self.temporary(index), in: shelf) }
        try shelf.sync()
    }

    private func publish(
        _ result: FileResult, _ temporary: FileName, in shelf: Directory
    ) throws(SystemFailure) {
        let bytes = Array(result.result.utf8)
        let component = result.sourceFile.split(separator: "/").last ?? "unnamed"
        let names = ArchiveName(name: FileName(decoding: component), reserve: Self.suffix.utf8.count)
        var hash = ""
        var attempt = 0
        while true {
            defer { attempt += 1 }
            if attempt == 1 { hash = ContentHash.hex(bytes) }
            // The file's id, once small numbers are used up: no other file has it.
            guard let stem = names.candidate(attempt, hash: hash, milliseconds: max(9, result.fileID)) else { continue }
            let name = stem + Self.suffix
            do throws(SystemFailure) {
                return try shelf.renameExclusively(temporary, to: shelf, as: name)
            } catch  where error.code == EEXIST {
                if try isThere(bytes, as: name, in: shelf) {
                    try shelf.remove(temporary)
                    return
                }
            }
        }
    }

    private func isThere(_ bytes: [UInt8], as name: FileName, in shelf: Directory) throws(SystemFailure) -> Bool {
        guard try shelf.facts(of: name)?.kind == .regular else { return false }
        return try shelf.open(name, O_RDONLY | O_NONBLOCK).read(limit: bytes.count + 1) == bytes
    }

    private static func temporary(_ index: Int) -> FileName { FileName(".lazaret-result-\(index).tmp") }
}
