import Glibc
import LazaretCore

@testable import Inbox

/// Plain calls for what a producer or a hostile neighbour does. All throw what the system said.
enum Files {
    static func write(_ text: String, to path: String, append: Bool = false) throws {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC)
        let file = Descriptor(owning: try checked(.open) { open(path, flags, 0o644) })
        try file.write(Array(text.utf8))
    }

    static func read(_ path: String) throws -> String {
        let file = Descriptor(owning: try checked(.open) { open(path, O_RDONLY | O_CLOEXEC) })
        return String(decoding: try file.read(limit: 1 << 20), as: UTF8.self)
    }

    static func rename(_ from: String, _ to: String) throws { _ = try checked(.rename) { Glibc.rename(from, to) } }

    /// As a producer should: whole under another name, then renamed in.
    static func drop(_ text: String, _ directory: String, _ name: String) throws {
        try write(text, to: "\(directory)/.\(name).tmp")
        try rename("\(directory)/.\(name).tmp", "\(directory)/\(name)")
    }

    static func makeDirectory(_ path: String) throws { _ = try checked(.makeDirectory) { mkdir(path, 0o755) } }

    /// Names in a directory, sorted; empty where there is none.
    static func names(_ path: String) throws -> [String] {
        guard exists(path) else { return [] }
        let stream = try DirectoryStream(Directory(path: path))
        var names: [String] = []
        while let name = try stream.next(where: { _ in true }) { names.append(name.description) }
        return names.sorted()
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func mode(_ path: String) throws -> UInt32 {
        var status = stat()
        _ = try checked(.stat) { lstat(path, &status) }
        return status.st_mode & 0o7777
    }

    /// Makes a file `seconds` older by its modification time. The change time cannot be set.
    static func setModified(_ path: String, _ instant: Instant) throws {
        let time = timespec(tv_sec: Int(instant.milliseconds / 1000), tv_nsec: 0)
        _ = try checked(.changeMode) { utimensat(AT_FDCWD, path, [time, time], 0) }
    }
}
