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

    /// Before the daemon is started: what it hears of then, inotify has told it. It looks by itself every ten minutes at decisions,
    /// and every hour at the inbox: what comes while a test waits has come at once.
    func scanRarely() throws { try change("rescan: 500ms", to: "rescan: 1h") }

    /// How many results lie in the outbox.
    func results() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: state + "/outbox").filter { !$0.hasPrefix(".") }.count
    }

    /// The daemon without some of root's capabilities, where the test is root: permissions then mean something.
    func start(without capabilities: [String]) throws -> RunningProcess {
        guard geteuid() == 0 else { return try start() }
        let dropped = capabilities.map { "-" + $0 }.joined(separator: ",")
        return try run(
            [
                "--bounding-set", dropped, "--inh-caps", dropped, LazaretExecutable.path, "run", "--config",
                configuration,
            ],
            executable: "/usr/bin/setpriv", log: "daemon.log")
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
}
