import Glibc

/// Reads small files that hold credentials. Everything here blocks.
public struct CredentialFile {
    let path: String

    public init(path: String) {
        self.path = path
    }

    /// No credential is longer.
    private static let maximumSize = 65_536

    /// A certificate is public: anybody may read it.
    func readPublic() throws(CredentialError) -> [UInt8] {
        try withDescriptor { (descriptor, _) throws(CredentialError) in try contents(of: descriptor) }
    }

    /// A secret file's bytes without its trailing newlines. Refused where group or others can read it, unless it really lies
    /// in `trustedDirectory` (systemd's `$CREDENTIALS_DIRECTORY`, whose modes are systemd's business).
    public func readSecret(trustedDirectory: String?) throws(CredentialError) -> Secret {
        var bytes = try withDescriptor { (descriptor, status) throws(CredentialError) in
            let mode = UInt32(status.st_mode) & 0o7777
            if mode & 0o077 != 0, !lies(in: trustedDirectory) { throw .readableByOthers(file: path, mode: mode) }
            return try contents(of: descriptor)
        }
        defer { Self.wipe(&bytes) }
        let end = bytes.lastIndex { $0 != 10 && $0 != 13 }
        guard let end else { throw .empty(file: path) }
        return Secret(bytes[...end])
    }

    /// Opens without waiting (a FIFO would hang), and takes regular files only.
    private func withDescriptor(
        _ body: (_ descriptor: CInt, _ status: stat) throws(CredentialError) -> [UInt8]
    ) throws(CredentialError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let number = errno
            throw number == ENOENT || number == ENOTDIR ? .missing(file: path) : unreadable(number)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(file: path) }
        return try body(descriptor, status)
    }

    private func contents(of descriptor: CInt) throws(CredentialError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Growing would leave copies behind.
        bytes.reserveCapacity(Self.maximumSize + 8192)
        var buffer = [UInt8](repeating: 0, count: 8192)
        defer { Self.wipe(&buffer) }
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= Self.maximumSize else {
                Self.wipe(&bytes)
                throw .tooLarge(file: path)
            }
        }
    }

    private static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } }
    }

    private func unreadable(_ number: CInt) -> CredentialError {
        .unreadable(file: path, reason: String(cString: strerror(number)))
    }

    private func lies(in directory: String?) -> Bool {
        guard let directory, let real = Self.realPath(path), let root = Self.realPath(directory) else { return false }
        return real.hasPrefix(root == "/" ? root : root + "/")
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
