import Glibc

/// Looking at what other processes do: there is no event to await.
public enum Waiting {
    /// Looks every 5 ms until `isOver`. Throws ``RigError/timedOut(_:log:)``, and what `isOver` throws.
    public static func until(
        _ what: String, within limit: Duration, log: () -> String = { "" }, _ isOver: () throws -> Bool
    ) throws {
        let deadline = ContinuousClock.now + limit
        while try !isOver() {
            guard ContinuousClock.now < deadline else { throw RigError.timedOut(what, log: log()) }
            usleep(5000)
        }
    }
}
