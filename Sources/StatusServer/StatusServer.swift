public import LoopbackHTTPServer

/// Health, metrics and the status page, read only and on loopback.
public struct StatusServer: Sendable {
    private let server: LoopbackHTTPServer

    /// What the server asks for at each request; each may take its time, but must not change anything.
    public struct Sources: Sendable {
        public var metrics: @Sendable () async -> String
        /// Why the daemon is not ready; empty where it is.
        public var notReady: @Sendable () async -> [String]
        /// The page's content; with what it was asked to search for, if anything.
        public var report: @Sendable (_ search: String?) async -> StatusReport

        public init(
            metrics: @escaping @Sendable () async -> String, notReady: @escaping @Sendable () async -> [String],
            report: @escaping @Sendable (_ search: String?) async -> StatusReport
        ) {
            self.metrics = metrics
            self.notReady = notReady
            self.report = report
        }
    }

    /// Throws ``LoopbackServerError`` where the port is taken.
    public static func start(address: LoopbackAddress, sources: Sources) async throws -> StatusServer {
        let server = try await LoopbackHTTPServer.start(on: address) { request in
            await .respond(StatusRoutes(sources: sources).answer(request))
        }
        return StatusServer(server: server)
    }

    public var address: LoopbackAddress { server.address }

    public func stop() async {
        await server.stop(within: .seconds(1))
    }
}
