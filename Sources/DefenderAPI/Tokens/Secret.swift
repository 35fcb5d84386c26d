import Foundation

/// Bytes that must not be seen: a password, a token, a key. Prints as `[redacted]` however it is printed, cannot be encoded,
/// and its memory is wiped when the last copy goes.
public struct Secret: Sendable {
    private final class Storage: @unchecked Sendable {
        // Written once, before it is shared.
        let bytes: UnsafeMutableRawBufferPointer

        init(_ source: some Collection<UInt8>) {
            bytes = .allocate(byteCount: source.count, alignment: 1)
            bytes.copyBytes(from: source)
        }

        deinit {
            if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
            bytes.deallocate()
        }
    }

    private let storage: Storage

    public init(_ bytes: some Collection<UInt8>) {
        storage = Storage(bytes)
    }

    public init(_ text: String) {
        storage = Storage(text.utf8)
    }

    public var isEmpty: Bool { storage.bytes.isEmpty }

    /// A copy, for the one place that puts it on the wire; bytes that are not UTF-8 are repaired.
    public var revealed: String { String(decoding: storage.bytes, as: UTF8.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
