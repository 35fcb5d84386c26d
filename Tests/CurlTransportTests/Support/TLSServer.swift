import Foundation
import LazaretTestKit

/// `openssl s_server`: takes TLS connections one after the other, and hands on what they bring and what they get.
final class TLSServer: @unchecked Sendable {
    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Returns when the server listens. `www`: it answers every GET with a page of its own.
    init(_ identity: Certificates.Identity, www: Bool = true, options: [String] = []) throws {
        port = try UnusedPort.next()
        process.executableURL = URL(fileURLWithPath: OpenSSL.path ?? "openssl")
        process.arguments =
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", identity.certificate, "-key", identity.key,
                "-quiet",
            ] + (www ? ["-www"] : []) + options
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 30)
        while !isListening, process.isRunning, Date() < deadline { usleep(5_000) }
    }

    deinit { stop() }

    var url: String { "https://127.0.0.1:\(port)/" }

    /// What connections have brought since the last call, at the latest when the server ends. Blocks.
    func read() -> [UInt8] { Array(output.fileHandleForReading.availableData) }

    /// Throws where the server has ended. The calling thread does not get SIGPIPE from then on.
    func write(_ bytes: [UInt8]) throws {
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, nil)
        try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    }

    /// Ends the server and its connection. By SIGKILL: the child inherits a mask that blocks SIGTERM.
    func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Ends the server, and tells all that it was sent and that was not read.
    func stopAndRead() -> [UInt8] {
        stop()
        process.waitUntilExit()
        // Without this end of the pipe the reader would wait for more.
        try? input.fileHandleForWriting.close()
        return Array(output.fileHandleForReading.readDataToEndOfFile())
    }

    /// A connection that says nothing: the server gives up its handshake and waits for the next one.
    private var isListening: Bool { (try? Socket.connect(port: port)) != nil }
}
