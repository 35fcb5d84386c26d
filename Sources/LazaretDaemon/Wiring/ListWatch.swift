import Configuration
import Foundation
import Glibc
import Inbox
import LazaretCore
import Logging

/// Reads the protected lists again when one of them has changed and lain still for a second. A broken or missing list is
/// named in the log, and the old one stays in force.
struct ListWatch: Sendable {
    let state: DaemonState
    let logger: Logger
    let time: any TimeSource
    /// The new rules are in `state`: everybody who holds a copy is told.
    let applied: @Sendable () async -> Void
    let failed: @Sendable () -> Void
    /// Rung at every scan of the inbox: the process is awake then anyhow.
    let bell: LateBell

    private static let still: Duration = .seconds(1)

    /// Until cancelled. Hints may be lost: it looks at every scan of the inbox and every ten minutes in any case, and every minute
    /// where there are lists and no inotify.
    func run() async {
        let watcher = watch()
        let known = Known(signature())
        defer { bell.connect {} }
        let (looks, wanted) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        bell.connect { wanted.yield() }
        await withTaskGroup(of: Void.self) { group in
            if let watcher {
                group.addTask { for await _ in watcher.hints { wanted.yield() } }
            }
            group.addTask { for await _ in looks { await look(known) } }
            group.addTask {
                while !Task.isCancelled {
                    let isBlind = watcher == nil && !files.isEmpty
                    // Throws only when cancelled, which ends the loop.
                    try? await time.sleep(until: time.now().steady + .seconds(isBlind ? 60 : 600))
                    wanted.yield()
                }
            }
        }
    }

    private func look(_ known: Known) async {
        var seen = signature()
        guard await known.differs(from: seen) else { return }
        while !Task.isCancelled {
            try? await time.sleep(until: time.now().steady + Self.still)
            let now = signature()
            if now == seen { break }
            seen = now
        }
        guard !Task.isCancelled, await known.adopt(seen) else { return }
        await reload()
    }

    private func reload() async {
        let configuration = state.configuration
        do {
            let rules = try ProtectedLists.rules(
                of: configuration.policy, maximumOrdersPerFile: configuration.mapping.maximumOrdersPerFile)
            // A reload of everything at the same moment has read the lists itself.
            guard state.replace(rules: rules, of: configuration) else { return }
            await applied()
            logger.notice(
                "protected lists read again",
                [
                    "files": "\(rules.protectedFiles.count)", "machines": "\(rules.protectedMachines.ids.count)",
                    "patterns": "\(rules.protectedMachines.nameGlobs.count)",
                ])
        } catch {
            failed()
            logger.error("protected list refused, the old one stays in force", ["message": "\(error)"])
        }
    }

    private var files: [String] {
        let policy = state.configuration.policy
        return [policy.protectedFiles, policy.protectedMachines].compactMap { $0 }
    }

    private func watch() -> DirectoryWatcher? {
        if files.isEmpty { return nil }
        let names = Set(files.map { Array(URL(fileURLWithPath: $0).lastPathComponent.utf8) })
        do {
            let watcher = try DirectoryWatcher(accept: { name in names.contains(Array(name)) })
            for directory in Set(files.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }) {
                _ = try watcher.watch(path: directory, removals: true)
            }
            return watcher
        } catch {
            logger.warning(
                "no inotify for the protected lists; they are looked at every minute", ["message": "\(error)"])
            return nil
        }
    }

    /// What changes when a list does: which file it is, its size, and when it was written.
    private func signature() -> [[Int64]] {
        files.map { file in
            var facts = stat()
            guard stat(file, &facts) == 0 else { return [] }
            return [
                Int64(bitPattern: UInt64(facts.st_ino)), Int64(facts.st_size), Int64(facts.st_mtim.tv_sec),
                Int64(facts.st_mtim.tv_nsec),
            ]
        }
    }

    /// What was read last.
    private actor Known {
        private var signature: [[Int64]]

        init(_ signature: [[Int64]]) { self.signature = signature }

        func differs(from other: [[Int64]]) -> Bool { other != signature }

        /// False where somebody else has just adopted it.
        func adopt(_ other: [[Int64]]) -> Bool {
            defer { signature = other }
            return other != signature
        }
    }
}
