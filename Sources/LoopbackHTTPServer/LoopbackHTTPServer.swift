import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server on one loopback address: kept-alive connections, pipelining, limits, and replies that go wrong
/// on purpose. One event-loop thread; no timer runs while no client is connected.
///
/// Handlers run on the cooperative pool, one at a time per connection: they must not block.
public final class LoopbackHTTPServer: Sendable {
    public typealias Handler = @Sendable (ServerRequest) async -> ServerReply

    /// Where it listens; the port is the one the system chose.
    public let address: LoopbackAddress

    private let listener: any Channel
    private let registry: ConnectionRegistry
    private let group: MultiThreadedEventLoopGroup
    /// Owned here and awaited in ``stop(within:)``.
    private let serving: Task<Void, any Error>

    public var port: Int { address.port }

    /// Returns when connections are taken.
    public static func start(
        on address: LoopbackAddress, limits: ServerLimits = ServerLimits(), handler: @escaping Handler
    ) async throws(LoopbackServerError) -> LoopbackHTTPServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let listener = try await bind(address, limits, group)
            let port = listener.channel.localAddress?.port ?? address.port
            return LoopbackHTTPServer(
                listener, try LoopbackAddress(host: address.host, port: port), limits, group, handler)
        } catch {
            // The start's own failure is the news; a group without channels has nothing to lose in shutting down.
            try? await group.shutdownGracefully()
            if let error = error as? LoopbackServerError { throw error }
            if (error as? IOError)?.errnoCode == EADDRINUSE { throw .addressInUse(address) }
            throw .cannotListen(address, "\(error)")
        }
    }

    /// Takes no further connection, closes those that owe no answer, and lets the others finish; what is not finished after
    /// `deadline` has its handler cancelled. Returns when every connection and the thread are gone; a handler that ignores
    /// its cancellation is waited for. Calling it again waits for the same end.
    public func stop(within deadline: Duration = .seconds(5)) async {
        listener.close(promise: nil)
        for channel in registry.beginStopping() { channel.close(promise: nil) }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [serving] in
                // Ends early, and then does nothing, when the serving ended first.
                guard (try? await Task.sleep(for: deadline)) != nil else { return }
                serving.cancel()
            }
            _ = await serving.result
            tasks.cancelAll()
        }
        // Fails only where the group is shut down already, which is what is wanted.
        try? await group.shutdownGracefully()
    }

    /// Returns when the server was stopped; throws where its listening socket failed.
    public func finished() async throws {
        try await serving.value
    }

    private init(
        _ listener: NIOAsyncChannel<Connection.ClientChannel, Never>, _ address: LoopbackAddress,
        _ limits: ServerLimits, _ group: MultiThreadedEventLoopGroup, _ handler: @escaping Handler
    ) {
        let registry = ConnectionRegistry(maximum: limits.connections)
        self.listener = listener.channel
        self.address = address
        self.registry = registry
        self.group = group
        serving = Task { try await Self.serve(listener, registry, limits, handler) }
    }

    private static func serve(
        _ listener: NIOAsyncChannel<Connection.ClientChannel, Never>, _ registry: ConnectionRegistry,
        _ limits: ServerLimits, _ handler: @escaping Handler
    ) async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            try await listener.executeThenClose { clients in
                for try await client in clients {
                    let id = registry.add(client.channel)
                    tasks.addTask {
                        guard let id else { return await refuse(client) }
                        await Connection(id: id, limits: limits, registry: registry, handler: handler).serve(client)
                        registry.remove(id)
                    }
                }
            }
        }
    }

    private static func refuse(_ client: Connection.ClientChannel) async {
        // Closing is all there is to do, and a client that went first has done it already.
        try? await client.executeThenClose { _, _ in }
    }

    private static func bind(
        _ address: LoopbackAddress, _ limits: ServerLimits, _ group: MultiThreadedEventLoopGroup
    ) async throws -> NIOAsyncChannel<Connection.ClientChannel, Never> {
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headBytes
        decoderLimits.maxHeaderListSize = limits.headBytes
        decoderLimits.maxHeaderFieldCount = limits.headerFields
        let bounds = decoderLimits
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(to: SocketAddress(ipAddress: address.host, port: address.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = HTTPRequestDecoder(limitConfiguration: bounds)
                    let framing = ByteToMessageHandler(decoder, maximumBufferSize: 2 * limits.headBytes)
                    try channel.pipeline.syncOperations.addHandler(framing)
                    return try Connection.ClientChannel(wrappingChannelSynchronously: channel)
                }
            }
    }
}
