import Foundation

/// Where requests go and by which way, worked out once for each origin: a daemon asks few.
final class Directions: @unchecked Sendable {
    struct Direction: Sendable {
        var destination: Destination
        var route: ProxyRoute
    }

    private struct Key: Hashable {
        /// As it stands before the URL's path.
        var origin: Substring
        var bypassesProxy: Bool
    }

    /// More are worked out each time.
    private static let maximumCount = 1024

    private let settings: TransportSettings
    /// At the start: a process's environment does not change under it.
    private let isProxyNamed: Bool
    private let lock = NSLock()
    private var known: [Key: Direction] = [:]

    init(_ settings: TransportSettings, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.settings = settings
        isProxyNamed = ProxyRoute.isProxyNamed(in: environment)
    }

    /// Judges each URL as ``Destination`` does: the characters of the whole, and all else by what stands before the path.
    func find(_ url: String, bypassesProxy: Bool) throws(Destination.Refusal) -> Direction {
        guard URLParts.isPlain(url) else { throw .badCharacter }
        let key = Key(origin: URLParts.origin(of: url), bypassesProxy: bypassesProxy)
        if let direction = lock.withLock({ known[key] }) { return direction }
        let destination = try Destination(url, bypassesProxy: bypassesProxy)
        let route = ProxyRoute.decide(for: destination, bypassesProxy: bypassesProxy, settings: settings)
        let direction = Direction(
            destination: destination, route: isProxyNamed ? route : route.withoutEnvironment)
        lock.withLock {
            // Of the key alone: a part of the URL would keep the whole.
            let kept = Key(origin: Substring(String(key.origin)), bypassesProxy: bypassesProxy)
            if known.count < Self.maximumCount { known[kept] = direction }
        }
        return direction
    }
}
