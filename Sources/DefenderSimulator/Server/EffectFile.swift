import Foundation
import Glibc

/// The file that effects are appended to as JSON lines.
final class EffectFile: Sendable {
    private let descriptor: Int32
    private let syncs: Bool

    init(path: String, syncs: Bool) throws(EffectFileError) {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        self.syncs = syncs
        guard descriptor >= 0 else { throw EffectFileError(operation: .open, errno: errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Blocks. All lines go out by one write(2): a reader sees all of them or none, and a crash cuts at most the last one.
    func append(_ lines: [EffectLine]) throws(EffectFileError) {
        guard !lines.isEmpty else { return }
        let bytes = try Self.encoded(lines)
        var written = -1
        repeat {
            written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        } while written < 0 && errno == EINTR
        guard written >= 0 else { throw EffectFileError(operation: .write, errno: errno) }
        guard written == bytes.count else { throw EffectFileError(operation: .write, errno: ENOSPC) }
        guard !syncs || fdatasync(descriptor) == 0 else { throw EffectFileError(operation: .sync, errno: errno) }
    }

    private static func encoded(_ lines: [EffectLine]) throws(EffectFileError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try lines.flatMap { try encoder.encode($0) + [10] }
        } catch {
            throw EffectFileError(operation: .encode, errno: EINVAL)
        }
    }
}

/// The record could not be written: from then on the simulator answers nobody, because nobody could trust the file.
public struct EffectFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Operation: String, Sendable {
        case open, encode, write, sync
    }

    public let operation: Operation
    public let errno: Int32

    public var description: String { "effects file: \(operation.rawValue): \(String(cString: strerror(errno)))" }
}
