import Glibc

/// A listing under way, with its own place in the directory. Memory is one kernel buffer, however many names there are.
///
/// Not thread-safe: whoever holds it calls `next` from one serial queue. What is added or removed meanwhile may or may not
/// be seen; every other name is given once.
final class DirectoryStream: @unchecked Sendable {
    private let stream: OpaquePointer
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    init(_ directory: Directory) throws(SystemFailure) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let number = try checked(.list) { openat(directory.descriptor.number, ".", flags) }
        guard let stream = fdopendir(number) else {
            let code = errno
            close(number)
            throw SystemFailure(.list, code)
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// The next name for which `matches` holds; nil at the end. `.` and `..` are never given.
    func next(where matches: (UnsafeBufferPointer<UInt8>) -> Bool) throws(SystemFailure) -> FileName? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let code = errno
                if code != 0 { throw SystemFailure(.list, code) }
                return nil
            }
            // By address: an entry is shorter than the structure that Swift would copy.
            let start = UnsafeRawPointer(entry) + Self.nameOffset
            let length = strlen(start.assumingMemoryBound(to: CChar.self))
            let name = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: length)
            if length <= 2, name.allSatisfy({ $0 == UInt8(ascii: ".") }) { continue }
            if matches(name) { return FileName(bytes: name) }
        }
    }
}
