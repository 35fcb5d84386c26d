import Glibc
import LazaretCore

extension Archive {
    /// Puts a file that was moved, and turned out to hold something not yet read, back into the inbox: under its name, or
    /// where that is taken again, beside it.
    func takeBack(_ order: ArchiveOrder, _ move: Move) -> ArchiveResult {
        let (source, name) = (order.file.directory, order.file.entry.name)
        let names = ArchiveName(name: name, reserve: 0)
        do throws(SystemFailure) {
            var number: Int64 = 0
            while true {
                let back = number == 0 ? name : names.distinguished(by: ContentHash.hex(order.file), number: number)
                do throws(SystemFailure) {
                    try move.directory.renameExclusively(move.name, to: source, as: back)
                    break
                } catch  where error.code == EEXIST {
                    number += 1
                }
            }
            if order.refusal != nil { try move.directory.remove(move.name + ReasonFile.suffix) }
            try source.sync()
            return .changed
        } catch  where error.code == ENOENT {
            return .gone
        } catch {
            return .failed(error)
        }
    }
}
