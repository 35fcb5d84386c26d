import Foundation

/// `DroppingPeer.py`: drops the connection of every POST after it was read, over TLS with HTTP/2 or HTTP/1.1.
final class DroppingPeer: @unchecked Sendable {
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let port: Int
    private let process = Process()
    private let output = Pipe()

    /// Returns when the server listens.
    init(_ identity: Certificates.Identity, protocol name: String) throws {
        let script = URL(fileURLWithPath: #filePath).deletingPathExtension().appendingPathExtension("py").path
        process.executableURL = URL(fileURLWithPath: Self.python ?? "python3")
        process.arguments = ["-I", script, name, identity.certificate, identity.key]
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(10) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw POSIXError(.ECONNREFUSED) }
            line += more
        }
        port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var url: String { "https://127.0.0.1:\(port)/" }

    /// Ends the server; the bodies of all POSTs that have arrived, in order.
    func stopAndRead() -> [String] {
        kill(process.processIdentifier, SIGKILL)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").compactMap { $0.hasPrefix("POST ") ? String($0.dropFirst(5)) : nil }
    }
}
