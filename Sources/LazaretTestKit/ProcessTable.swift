import Foundation

/// What the kernel tells of processes, in one look at each: threads, to which it counts children, come and go.
public enum ProcessTable {
    /// The children of a process that have not ended.
    public static func children(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
            guard let stat = Stat(process) else { return false }
            return stat.parent == parent && !stat.hasEnded
        }
    }

    /// Those of its children that have ended and were not yet waited for.
    public static func dead(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
            guard let stat = Stat(process) else { return false }
            return stat.parent == parent && stat.hasEnded
        }
    }

    /// It is gone, or nobody has waited for it yet.
    public static func hasEnded(_ process: Int32) -> Bool { Stat(process)?.hasEnded ?? true }

    /// Every thread of it stands still: SIGSTOP has reached it, which is some time after it was sent. So has what has ended.
    public static func isStopped(_ process: Int32) -> Bool {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.allSatisfy { thread in
            // One that ended in between does nothing more.
            guard let stat = Stat("\(process)/task/\(thread)") else { return true }
            return stat.hasEnded || stat.state == "T"
        }
    }

    /// `/proc/PID/stat`: the name, which may hold anything, ends with the last parenthesis.
    private struct Stat {
        var state: Substring
        var parent: Int32

        var hasEnded: Bool { state == "Z" || state == "X" }

        init?(_ process: Int32) { self.init("\(process)") }

        init?(_ name: String) {
            guard let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[end...].split(separator: " ")
            guard fields.count > 2, let parent = Int32(fields[2]) else { return nil }
            (state, self.parent) = (fields[1], parent)
        }
    }
}
