import Glibc

/// One record of the kernel's answer to a read of an inotify descriptor.
struct InotifyEvent {
    let watch: Int32
    let mask: UInt32
    /// Without the padding; empty where the event is about the directory itself.
    let name: UnsafeRawBufferPointer

    func has(_ flag: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: flag) != 0 }
}

/// The records of one read. Never looks beyond the buffer, whatever the lengths in it say.
struct InotifyEvents: Sequence, IteratorProtocol {
    /// The header is 16 bytes: wd, mask, cookie, len; the name follows.
    static let headerSize = MemoryLayout<inotify_event>.size

    private var rest: UnsafeRawBufferPointer.SubSequence

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes[...]
    }

    mutating func next() -> InotifyEvent? {
        guard rest.count >= Self.headerSize else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: rest)
        let header = bytes.loadUnaligned(as: inotify_event.self)
        let length = Int(header.len)
        guard bytes.count >= Self.headerSize + length else { return nil }
        let padded = bytes[Self.headerSize..<Self.headerSize + length]
        let name = padded[..<(padded.firstIndex(of: 0) ?? padded.endIndex)]
        rest = rest.dropFirst(Self.headerSize + length)
        return InotifyEvent(watch: header.wd, mask: header.mask, name: UnsafeRawBufferPointer(rebasing: name))
    }
}
