import Foundation
import Glibc
import LazaretTestKit

/// What other processes can see of one: its memory as a core file would hold it, its arguments, its environment.
struct ProcessImage {
    let pid: Int32

    /// Whether this account may read the memory of a process that forbids it to others of the same user.
    static var isReadable: Bool { geteuid() == 0 }

    /// Where `needle` stands in the process's memory: the lines of `/proc/PID/maps` of those regions. The process is stopped
    /// meanwhile. Throws where a region that the kernel lists cannot be read at all.
    func regions(holding needle: [UInt8]) throws -> [String] {
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        while !ProcessTable.isStopped(pid) { usleep(1000) }
        let maps = try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)
        let memory = open("/proc/\(pid)/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { close(memory) }
        return maps.split(separator: "\n").map(String.init).filter { line in
            let parts = line.split(separator: " ")
            let bounds = parts[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            // Devices and the kernel's own pages have no contents of the process's.
            guard bounds.count == 2, parts[1].hasPrefix("r"), !line.contains("[v") else { return false }
            return holds(needle, memory, from: bounds[0], to: bounds[1])
        }
    }

    private func holds(_ needle: [UInt8], _ memory: Int32, from start: UInt64, to end: UInt64) -> Bool {
        // Pieces overlap by the needle's length.
        let size = 1 << 20
        var buffer = [UInt8](repeating: 0, count: size + needle.count)
        var position = start
        while position < end {
            let wanted = min(UInt64(buffer.count), end - position)
            let count = buffer.withUnsafeMutableBytes { pread(memory, $0.baseAddress, Int(wanted), off_t(position)) }
            if count > 0, buffer.withUnsafeBytes({ Self.holds(needle, UnsafeRawBufferPointer(rebasing: $0[..<count])) })
            {
                return true
            }
            position += UInt64(size)
        }
        return false
    }

    private static func holds(_ needle: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while rest.count >= needle.count, let base = rest.baseAddress,
            let found = memchr(base, Int32(needle[0]), rest.count - needle.count + 1)
        {
            if memcmp(found, needle, needle.count) == 0 { return true }
            rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - base + 1)...])
        }
        return false
    }

    /// Every process that there is now.
    static func processes() -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? [])
    }

    /// Arguments and environments of every process that can be looked at, but for those that were there before and for what this
    /// process was itself started with: `name: text`. Somebody else's token may begin like ours.
    static func processList(since before: Set<String>) -> [String] {
        let inherited = Set(ProcessInfo.processInfo.environment.map { "\($0)=\($1)" })
        return processes().subtracting(before).flatMap { pid in
            ["cmdline", "environ"].flatMap { name in
                // Processes come and go, and some belong to others.
                (FileManager.default.contents(atPath: "/proc/\(pid)/\(name)") ?? Data()).split(separator: 0)
                    .map { String(decoding: $0, as: UTF8.self) }
                    .filter { !inherited.contains($0) }.map { "\(pid)/\(name): \($0)" }
            }
        }
    }
}

/// Every file below a directory whose bytes hold `needle`, but the one that is meant to.
func files(below directory: String, holding needle: String, except: Set<String>) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
    return names.filter { name in
        guard !except.contains(name), let data = FileManager.default.contents(atPath: directory + "/" + name) else {
            return false
        }
        return data.range(of: Data(needle.utf8)) != nil
    }
}
