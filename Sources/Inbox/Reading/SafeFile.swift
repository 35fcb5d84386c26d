import CLinux
import Glibc
import LazaretCore

/// Opens whatever a neighbour may have put under a name, without ever following, blocking, or reading more than allowed.
///
/// The name is looked at first, so that a device or FIFO is not even opened; what decides is the descriptor. Should the name
/// change in between, `O_NONBLOCK` and the second look keep the promise.
struct SafeFile: Sendable {
    let maximumSize: Int

    enum Outcome: Sendable {
        /// `facts` are those of the content: nobody was seen to write while it was read.
        case read(Descriptor, FileFacts, [UInt8])
        case refused(Descriptor, FileFacts, Refusal)
        /// It is not the file that `expected` described any more, or was written to meanwhile.
        case changed(FileFacts)
        case notRegular(FileFacts.Kind)
        case gone
    }

    /// Blocks for the reading of at most `maximumSize` bytes and one more.
    /// - Throws: what is no fault of the file: no descriptors or memory left, a disk that cannot be read.
    func read(
        _ name: FileName, in directory: Directory, expected: FileFacts
    ) throws(SystemFailure) -> Outcome {
        do throws(SystemFailure) {
            guard expected.kind == .regular else { return .notRegular(expected.kind) }
            if expected.size > maximumSize { return try refuse(name, in: directory, tooLarge(expected.size)) }
            let handle = try directory.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            let before = try handle.facts()
            guard before == expected else { return .changed(before) }
            // One byte more than it should have: a file that grows is seen, and never read beyond that.
            let bytes = try handle.read(limit: before.size + 1)
            let after = try handle.facts()
            guard after == before, bytes.count == before.size else { return .changed(after) }
            return .read(handle, before, bytes)
        } catch {
            switch error.code {
            case ENOENT: return .gone
            case ELOOP: return .notRegular(.symbolicLink)
            case ENXIO, ENODEV: return .notRegular(.device)
            case EACCES, EPERM: return try refuse(name, in: directory, unreadable(error))
            default: throw error
            }
        }
    }

    /// Holds the file without opening its content (`O_PATH`), so that it can be put away by identity.
    private func refuse(
        _ name: FileName, in directory: Directory, _ refusal: Refusal
    ) throws(SystemFailure) -> Outcome {
        do throws(SystemFailure) {
            let handle = try directory.open(name, lz_open_path_flag())
            let facts = try handle.facts()
            guard facts.kind == .regular else { return .notRegular(facts.kind) }
            return .refused(handle, facts, refusal)
        } catch  where error.code == ENOENT {
            return .gone
        }
    }

    private func tooLarge(_ size: Int) -> Refusal {
        Refusal(.tooLarge, "\(size) bytes, maximum \(maximumSize)")
    }

    private func unreadable(_ failure: SystemFailure) -> Refusal { Refusal(.unreadable, failure.description) }
}
