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

    /// Reads from the start to the end of the file, at most `limit` bytes.
    func read(limit: Int) throws(SystemFailure) -> [UInt8] {
        var failure: SystemFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            do throws(SystemFailure) {
                while count < limit, let start = buffer.baseAddress {
                    let position = count
                    let got = try checked(.read) { pread(number, start + position, limit - position, position) }
                    if got == 0 { return }
                    count += got
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

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
