import HTTPTransport

/// Bytes that must not be seen: a password, a token, a key. Prints as `[redacted]` however it is printed, cannot be encoded,
/// and its memory is wiped when the last copy goes.
public struct Secret: Sendable {
    /// For whoever can use the bytes without copying them.
    let storage: WipedBytes

    public init(_ bytes: some Collection<UInt8>) {
        storage = WipedBytes(bytes)
    }

    public init(_ text: String) {
        storage = WipedBytes(text.utf8)
    }

    init(_ bytes: WipedBytes) {
        storage = bytes
    }

    public var isEmpty: Bool { storage.isEmpty }

    /// A copy, which is not wiped; bytes that are not UTF-8 are repaired. Client secrets never go this way.
    public var revealed: String { String(decoding: storage.contents, as: UTF8.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
