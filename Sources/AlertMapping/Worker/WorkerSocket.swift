import Glibc

/// The worker's end of the socket pair: blocking, one frame at a time.
struct WorkerSocket {
    /// The descriptor at which the daemon leaves the socket; the only one that the worker has beside /dev/null.
    static let descriptor: Int32 = 3

    private var buffer = FrameBuffer(maximum: Frame.maximumFromDaemon)

    /// Nil when the daemon has closed its end or is gone.
    mutating func receive() throws(FrameError) -> Frame? {
        while true {
            if let frame = try buffer.next() { return frame }
            guard receiveMore() else { return nil }
        }
    }

    /// Nothing has come that was not taken yet.
    var isIdle: Bool {
        var byte: UInt8 = 0
        return buffer.isEmpty && recv(Self.descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) < 0
            && errno == EAGAIN
    }

    /// False when the daemon is gone.
    func send(_ frame: Frame) -> Bool {
        let bytes = frame.bytes
        return bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let count = Glibc.send(Self.descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    private mutating func receiveMore() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { space in
            while true {
                let count = recv(Self.descriptor, space.baseAddress, space.count, 0)
                if count > 0 {
                    buffer.append(UnsafeRawBufferPointer(rebasing: space[..<count]))
                    return true
                }
                if count < 0 && errno == EINTR { continue }
                return false
            }
        }
    }
}
