import Foundation
import Glibc

/// Nobody reads standard output any more. Met only where SIGPIPE is ignored: else it ends the process first, as it should.
public struct ClosedPipe: Error {}

/// The one way to standard output and standard error: whole buffers with write(2), so that a closed pipe is noticed.
enum StandardOutput {
    /// Throws where nobody can read any more (EPIPE) or the disk behind a redirection is full.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw ClosedPipe() }
                throw CommandFailure(.inputOutput, "cannot write: \(String(cString: strerror(errno)))")
            }
            bytes = bytes.dropFirst(count)
        }
    }

    static func note(_ text: String) {
        // Nothing is left to say where even standard error is gone.
        try? write(text + "\n", to: STDERR_FILENO)
    }

    /// Of progress: what cannot be shown is missed by nobody.
    static func show(_ text: String) { try? write(text, to: STDERR_FILENO) }

    /// Columns of the terminal behind standard output, or nil where it does not tell.
    static var width: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
