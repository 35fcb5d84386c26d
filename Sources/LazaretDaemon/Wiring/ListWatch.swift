import Configuration
import Foundation
import Inbox
import LazaretCore
import Logging

/// Sees when one of the protected lists has changed and lain still for a second.
struct ListWatch: Sendable {
    let state: DaemonState
    let logger: Logger
    let time: any TimeSource
    /// The lists are to be read again.
    let changed: @Sendable () -> Void
    /// Rung at every scan of the inbox: the process is awake then anyhow.
    let bell: LateBell
    private let moved = LateBell()

    init(
        state: DaemonState, logger: Logger, time: any TimeSource, bell: LateBell,
        changed: @escaping @Sendable () -> Void
    ) {
        self.state = state
        self.logger = logger
        self.time = time
        self.bell = bell
        self.changed = changed
    }

    private static let still: Duration = .seconds(1)

    /// A reload may have named other lists.
    func listsMoved() { moved.ring() }

    /// Until cancelled. Hints may be lost: it looks at every scan of the inbox and every ten minutes in any case, and every minute
    /// where there are lists and no inotify.
    func run() async {
        let watcher = makeWatcher()
        let known = Known(state.listsAtStart)
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        moved.connect {
            if let watcher { watchDirectories(watcher) }
            look.yield()
        }
        bell.connect { look.yield() }
        // What has changed since the lists were read at the start.
        look.yield()
        defer {
            moved.connect {}
            bell.connect {}
        }
        await withTaskGroup(of: Void.self) { group in
            if let watcher {
                group.addTask { for await _ in watcher.hints { look.yield() } }
            }
            group.addTask { for await _ in looks { await self.look(known) } }
            group.addTask {
                while !Task.isCancelled {
                    let isBlind = watcher == nil && !Self.files(state).isEmpty
                    // Throws only when cancelled, which ends the loop.
                    try? await time.sleep(until: time.now().steady + .seconds(isBlind ? 60 : 600))
                    look.yield()
                }
            }
        }
    }

    private func look(_ known: Known) async {
        var seen = signature()
        guard await known.differs(from: seen) else { return }
        while !Task.isCancelled {
            // Throws only when cancelled, which ends the loop.
            try? await time.sleep(until: time.now().steady + Self.still)
            let now = signature()
            if now == seen { break }
            seen = now
        }
        guard !Task.isCancelled, await known.adopt(seen) else { return }
        changed()
    }

    private func makeWatcher() -> DirectoryWatcher? {
        do {
            let watcher = try DirectoryWatcher(accept: { [state] name in
                Self.files(state).contains { URL(fileURLWithPath: $0).lastPathComponent.utf8.elementsEqual(name) }
            })
            watchDirectories(watcher)
            return watcher
        } catch {
            logger.warning(
                "no inotify for the protected lists; they are looked at every minute", ["message": "\(error)"])
            return nil
        }
    }

    /// Watching a directory again changes nothing.
    private func watchDirectories(_ watcher: DirectoryWatcher) {
        for directory in Set(Self.files(state).map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }) {
            do { _ = try watcher.watch(path: directory, for: .changes) } catch {
                logger.warning(
                    "a protected list's directory cannot be watched; it is looked at every minute",
                    ["message": "\(directory): \(error)"])
            }
        }
    }

    private static func files(_ state: DaemonState) -> [String] { ListSignature.files(state.configuration.policy) }

    private func signature() -> [ListSignature] { ListSignature.of(state.configuration.policy) }

    /// What was read last.
    private actor Known {
        private var signature: [ListSignature]

        init(_ signature: [ListSignature]) { self.signature = signature }

        func differs(from other: [ListSignature]) -> Bool { other != signature }

        /// False where somebody else has just adopted it.
        func adopt(_ other: [ListSignature]) -> Bool {
            defer { signature = other }
            return other != signature
        }
    }
}
