import Foundation

/// A process and its children as `/proc` shows them.
struct WatchedProcess {
    let id: Int32

    struct Worker {
        var id: Int32
        /// KiB; shared pages of the program included.
        var resident: Int
        var anonymous: Int
    }

    struct Figures {
        /// Processor time and voluntary context switches of all threads, the workers' included.
        var nanoseconds: Int
        var switches: Int
        var resident: Int
        var workers: [Worker]
    }

    func figures() throws -> Figures {
        let children = try children()
        var figures = Figures(
            nanoseconds: 0, switches: 0, resident: try status(id)["VmRSS"] ?? 0,
            workers: try children.map { child in
                let status = try status(child)
                return Worker(id: child, resident: status["VmRSS"] ?? 0, anonymous: status["RssAnon"] ?? 0)
            })
        for process in [id] + children {
            for thread in try threads(process) {
                // A thread may end between the listing and the look.
                guard let text = try? text("/proc/\(process)/task/\(thread)/schedstat"),
                    let status = try? numbers("/proc/\(process)/task/\(thread)/status")
                else { continue }
                figures.nanoseconds += Int(text.prefix { $0 != " " }) ?? 0
                figures.switches += status["voluntary_ctxt_switches"] ?? 0
            }
        }
        return figures
    }

    /// Resident KiB by kind of mapping, largest first.
    func memory() throws -> [(name: String, kilobytes: Int)] {
        var sums: [String: Int] = [:]
        var name = ""
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe")
        for line in try text("/proc/\(id)/smaps").split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            if let first = words.first, first.contains("-"), !first.hasSuffix(":") {
                name = kind(of: words, program: program)
            } else if line.hasPrefix("Rss:") {
                sums[name, default: 0] += Int(words[1]) ?? 0
            }
        }
        return sums.sorted { $0.value > $1.value }.map { ($0.key, $0.value) }
    }

    private func kind(of words: [Substring], program: String) -> String {
        let path = words.count > 5 ? words[5...].joined(separator: " ") : ""
        let isWritable = words[1].contains("w")
        switch path {
        case program:
            return isWritable ? "program: its data" : words[1].contains("x") ? "program: code" : "program: constants"
        case "[heap]", "": return "heap and thread stacks"
        case "[stack]", "[vdso]", "[vvar]": return "main thread's stack"
        case let path where path.contains("actions.db-shm"): return "action log: index of the write-ahead log"
        case let path where path.contains(".so"):
            return isWritable ? "shared libraries: their data" : "shared libraries: code and constants"
        default: return path
        }
    }

    private func children() throws -> [Int32] {
        try threads(id).flatMap { thread in
            (try? text("/proc/\(id)/task/\(thread)/children"))?.split(separator: " ").compactMap { Int32($0) } ?? []
        }
    }

    private func threads(_ process: Int32) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
    }

    private func status(_ process: Int32) throws -> [String: Int] { try numbers("/proc/\(process)/status") }

    private func numbers(_ path: String) throws -> [String: Int] {
        var numbers: [String: Int] = [:]
        for line in try text(path).split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == ":" || $0 == " " || $0 == "\t" })
            if words.count >= 2, let number = Int(words[1]) { numbers[String(words[0])] = number }
        }
        return numbers
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
