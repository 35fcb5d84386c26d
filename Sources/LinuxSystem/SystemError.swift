import Glibc

/// A system call that failed: which, on what, and errno's text.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    public var call: String
    public var subject: String
    public var code: Int32

    /// `code` nil: what `errno` says now.
    public init(_ call: String, _ subject: String, code: Int32? = nil) {
        let current = errno
        self.call = call
        self.subject = subject
        self.code = code ?? current
    }

    public var description: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "\(subject): error \(code) (\(call))" }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(subject): \(text) (\(call))"
    }
}
