import Foundation

/// What the kernel says that a daemon and its workers have used so far: seconds of processor, MB at the peak.
struct ProcessUse {
    var user = 0.0
    var system = 0.0
    var peakMemory = 0.0
    var workerUser = 0.0
    var workerSystem = 0.0
    /// Of the largest worker.
    var workerPeakMemory = 0.0

    static func of(_ process: Int32) -> ProcessUse {
        var use = ProcessUse()
        guard let own = stat(process) else { return use }
        (use.user, use.system, use.peakMemory) = (own.user, own.system, peak(process))
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        for other in processes {
            guard let child = stat(other), child.parent == process else { continue }
            use.workerUser += child.user
            use.workerSystem += child.system
            use.workerPeakMemory = max(use.workerPeakMemory, peak(other))
        }
        return use
    }

    private static func stat(_ process: Int32) -> (parent: Int32, user: Double, system: Double)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // After the name: state, parent, …; user and system time are the 12th and 13th, in hundredths of a second.
        let fields = text[end...].split(separator: " ").dropFirst()
        guard fields.count > 13, let parent = Int32(fields[fields.startIndex + 1]),
            let user = Double(fields[fields.startIndex + 11]), let system = Double(fields[fields.startIndex + 12])
        else { return nil }
        return (parent, user / 100, system / 100)
    }

    private static func peak(_ process: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }
}
