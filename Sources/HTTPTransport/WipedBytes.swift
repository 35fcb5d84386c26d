import Glibc

/// Bytes at a fixed address, written once and overwritten with zeros when the last reference goes: what must not be found in
/// freed memory. Compares by its bytes; prints as `[redacted]`.
public final class WipedBytes: @unchecked Sendable {
    // Written in `init` alone, before it is shared.
    private let memory: UnsafeMutableRawBufferPointer
    public let count: Int

    /// The pieces one after another; nothing of them is copied elsewhere on the way.
    public init(joining pieces: [UnsafeRawBufferPointer]) {
        count = pieces.reduce(0) { $0 + $1.count }
        // One byte more, so that there is an address also where there are no bytes.
        memory = .allocate(byteCount: count + 1, alignment: 1)
        memory[count] = 0
        var end = 0
        for piece in pieces {
            UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + piece.count]).copyMemory(from: piece)
            end += piece.count
        }
    }

    /// At most `capacity` bytes, of which `fill` says how many it has written.
    public init(capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        memory = .allocate(byteCount: capacity + 1, alignment: 1)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        count = min(capacity, fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<capacity])))
    }

    public convenience init(_ bytes: some Collection<UInt8>) {
        self.init(capacity: bytes.count) { memory in
            memory.copyBytes(from: bytes)
            return bytes.count
        }
    }

    deinit {
        if let base = memory.baseAddress { explicit_bzero(base, memory.count) }
        memory.deallocate()
    }

    /// Never nil; valid as long as this object lives. For a library that reads the bytes in place.
    public var address: UnsafeRawPointer { UnsafeRawPointer(memory.baseAddress.unsafelyUnwrapped) }

    /// Valid as long as this object lives.
    public var contents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: address, count: count) }

    public var isEmpty: Bool { count == 0 }
}

extension WipedBytes: Hashable {
    public static func == (left: WipedBytes, right: WipedBytes) -> Bool { left.contents.elementsEqual(right.contents) }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes: contents) }
}

extension WipedBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
