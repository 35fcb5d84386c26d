import Glibc
import HTTPTransport

/// A thread for blocking work. Foundation's `Thread` does not say when the system refuses one; a transport without its
/// thread would never answer.
enum DedicatedThread {
    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts a detached thread that runs `body` once. Throws `.other` where there is none to be had.
    static func start(_ body: sending @escaping () -> Void) throws(TransportError) {
        let context = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw TransportError(
                .other, requestMayHaveLeft: false, message: "pthread_create: \(String(cString: strerror(code)))")
        }
        // Cannot fail for a thread that was just made and that nobody joins.
        pthread_detach(thread)
    }
}
