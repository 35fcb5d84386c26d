import Foundation
import NIOCore

/// The open connections: how many, and which of them may be closed at once when the server stops.
final class ConnectionRegistry: @unchecked Sendable {
    private struct Entry {
        let channel: any Channel
        var isBusy = false
    }

    private let maximum: Int
    private let lock = NSLock()
    private var entries: [Int: Entry] = [:]
    private var lastID = 0
    private var isStopping = false

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// The connection's number; nil where there are too many, or the server stops.
    func add(_ channel: any Channel) -> Int? {
        lock.withLock {
            guard !isStopping, entries.count < maximum else { return nil }
            lastID += 1
            entries[lastID] = Entry(channel: channel)
            return lastID
        }
    }

    func remove(_ id: Int) {
        lock.withLock { _ = entries.removeValue(forKey: id) }
    }

    /// A busy connection owes an answer. Returns false once the server stops: then this is its last request.
    @discardableResult
    func set(_ id: Int, busy: Bool) -> Bool {
        lock.withLock {
            entries[id]?.isBusy = busy
            return !isStopping
        }
    }

    /// From here on no connection is taken; returns those that owe nothing.
    func beginStopping() -> [any Channel] {
        lock.withLock {
            isStopping = true
            return entries.values.filter { !$0.isBusy }.map(\.channel)
        }
    }
}
