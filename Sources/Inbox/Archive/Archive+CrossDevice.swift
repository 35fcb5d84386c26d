import Glibc
import LazaretCore

/// Where the inbox and the archive are on different file systems, a move is a durable copy and then the end of the original.
extension Archive {
    static let copyTemporary = FileName(".lazaret-copy.tmp")

    /// The name under which an original waits for its end, with the ending of an alert file, so that one a crash left
    /// can be given back.
    private static func retired(_ ending: [UInt8]) -> FileName {
        FileName(bytes: Array(".lazaret-moving".utf8) + ending)
    }

    func copy(_ file: InboxFile, to target: Directory, as name: FileName, now: Moment) throws(SystemFailure) {
        // What was not read (too large, unreadable) is not copied either: it stays, and is said to.
        guard case .bytes(let bytes) = file.content else { throw SystemFailure(.rename, EXDEV) }
        try probe(.copy)
        try target.writeTemporary(Self.copyTemporary, bytes)
        try probe(.publishCopy)
        try target.renameExclusively(Self.copyTemporary, to: target, as: name)
        try target.sync()
        try probe(.retire)
        try retire(file, now: now)
    }

    /// An unlink by name could hit a file that was just renamed over it. So the name is first taken away, then compared.
    private func retire(_ file: InboxFile, now: Moment) throws(SystemFailure) {
        let (directory, name) = (file.directory, file.entry.name)
        try Self.giveBack(in: directory)
        let retired = Self.retired(AlertFileName.ending(of: name.bytes))
        try directory.renameExclusively(name, to: directory, as: retired)
        do throws(SystemFailure) {
            let isOurs = try directory.facts(of: retired)?.isSameFile(as: file.handle.facts()) == true
            let isAsRead = try file.hasContentAsRead(now: now)
            guard isOurs, isAsRead else { throw SystemFailure(.rename, ESTALE) }
        } catch {
            try Self.giveBack(in: directory)
            throw error
        }
        try directory.remove(retired)
    }

    /// Gives originals that a crash left on their way out a name again. They are read again, as duplicates. Not for a directory
    /// from which files are moved at this moment by another thread.
    static func giveBack(in directory: Directory) throws(SystemFailure) {
        for ending in AlertFileName.endings {
            let name = retired(ending)
            guard let facts = try directory.facts(of: name) else { continue }
            var number = 0
            while true {
                let text = "recovered-" + String(facts.inode, radix: 16) + (number == 0 ? "" : "-\(number)")
                do throws(SystemFailure) {
                    try directory.renameExclusively(
                        name, to: directory, as: FileName(bytes: Array(text.utf8) + ending))
                    break
                } catch  where error.code == EEXIST {
                    number += 1
                }
            }
        }
    }
}
