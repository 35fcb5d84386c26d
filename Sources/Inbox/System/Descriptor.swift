import Glibc

/// An open file descriptor, closed when the last owner lets go.
final class Descriptor: Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    // Nothing is lost with close's answer: what was written through a descriptor has been fsynced before.
    deinit { close(number) }

    /// What the descriptor refers to now, whatever its name.
    func facts() throws(SystemFailure) -> FileFacts {
        var status = stat()
        _ = try checked(.stat) { fstat(number, &status) }
        return FileFacts(status)
    }

    func sync() throws(SystemFailure) {
        _ = try checked(.sync) { fsync(number) }
    }

    /// Reads a regular file from the start to its end, at most `limit` bytes. A read that gives less than asked for has met
    /// the end: no second one is made to be told so.
    func read(limit: Int) throws(SystemFailure) -> [UInt8] {
        var failure: SystemFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            do throws(SystemFailure) {
                while count < limit, let start = buffer.baseAddress {
                    let position = count
                    let asked = min(limit - position, Self.largestRead)
                    let got = try checked(.read) { pread(number, start + position, asked, position) }
                    count += got
                    if got < asked { return }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Linux gives at most 2 GiB less a page at a time.
    private static let largestRead = 1 << 30

    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SystemFailure) in
            var rest = buffer[...]
            while let start = UnsafeBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                let length = rest.count
                rest = rest.dropFirst(try checked(.write) { Glibc.write(number, start, length) })
            }
        }
    }
}
