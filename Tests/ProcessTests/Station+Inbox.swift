import Foundation
import Glibc
import LazaretTestKit
import Testing

/// What tests of the inbox do around the daemon.
extension Station {
    /// One change in the configuration file, before the daemon is started.
    func change(_ text: String, to other: String) throws {
        let before = try String(contentsOfFile: configuration, encoding: .utf8)
        try before.replacingOccurrences(of: text, with: other)
            .write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// The daemon without some of root's capabilities, where the test is root: permissions then mean something.
    func start(without capabilities: [String]) throws -> RunningProcess {
        guard geteuid() == 0 else { return try start() }
        let dropped = capabilities.map { "-" + $0 }.joined(separator: ",")
        return try RunningProcess(
            [
                "--bounding-set", dropped, "--inh-caps", dropped, LazaretExecutable.path, "run", "--config",
                configuration,
            ],
            executable: "/usr/bin/setpriv", log: directory + "/daemon.log")
    }

    /// As ``drop(_:_:)``, with system calls alone: for thousands.
    func dropPlainly(_ name: String, _ text: String) throws {
        let temporary = inbox + "/." + name + ".tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0, write(file, text, text.utf8.count) == text.utf8.count, close(file) == 0,
            rename(temporary, inbox + "/" + name) == 0
        else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Names in the inbox that are the daemon's matter, as far as they are UTF-8; others as `?`.
    func waiting() throws -> [String] {
        guard let stream = opendir(inbox) else { throw CocoaError(.fileReadUnknown) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) ?? "?" }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// The word of a rejected file's reason.
    func reason(_ name: String) throws -> String? {
        let data = try Data(contentsOf: URL(filePath: state + "/rejected/" + name + ".reason.json"))
        return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["reason"] as? String
    }

    /// Writes into the state directory's file system until nothing more fits.
    func fillDisk() {
        let file = open(state + "/ballast", O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
        defer { close(file) }
        for size in [65_536, 4096, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while write(file, block, size) > 0 {}
        }
    }

    /// `/-/ready`
    func ready(_ daemon: RunningProcess) async throws -> (code: Int, body: String) {
        let port = try #require(daemon.log.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\//)).output.1
        let answer = try Self.get("/-/ready", port: try #require(UInt16(port)))
        return (Int(answer.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0, answer)
    }

    private static func get(_ path: String, port: UInt16) throws -> String {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        guard connected == 0, write(socket, request, request.utf8.count) == request.utf8.count else {
            throw CocoaError(.fileReadUnknown)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(socket, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
