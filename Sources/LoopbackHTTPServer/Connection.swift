import Glibc
import NIOCore
import NIOHTTP1

/// Serves one connection, request after request.
struct Connection {
    typealias ClientChannel = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

    let id: Int
    let limits: ServerLimits
    let registry: ConnectionRegistry
    let handler: @Sendable (ServerRequest) async -> ServerReply

    /// Returns when the connection has ended, however it ended: a client's broken connection is no error of the server.
    func serve(_ client: ClientChannel) async {
        do {
            try await client.executeThenClose { inbound, outbound in
                try await serve(client.channel, RequestReader(inbound, limits: limits, connectionID: id), outbound)
            }
        } catch {
            // The client went away, or the server stops: there is nobody left to tell.
        }
    }

    private func serve(
        _ channel: any Channel, _ reader: RequestReader, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        var reader = reader
        while true {
            let outcome = try await withTimeLimit(channel) {
                try await reader.next { try await outbound.write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")) }
            }
            switch outcome {
            case .end: return
            case .refused(let status):
                let refusal = ServerResponse(status: status)
                try await withTimeLimit(channel) {
                    try await outbound.write(ByteBuffer(bytes: ResponseBytes.head(refusal, close: true)))
                }
                return
            case .request(let request, let keepAlive):
                registry.set(id, busy: true)
                let reply = await handler(request)
                // A reply that is only silence owes nothing.
                let goesOn = registry.set(id, busy: reply != .hang)
                guard reply != .hang || goesOn else { return }
                let isOpen = try await carryOut(
                    reply, to: request, channel, &reader, outbound, close: !keepAlive || !goesOn)
                guard isOpen, registry.set(id, busy: false) else { return }
            }
        }
    }

    /// False where the connection is at its end.
    private func carryOut(
        _ reply: ServerReply, to request: ServerRequest, _ channel: any Channel, _ reader: inout RequestReader,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, close: Bool
    ) async throws -> Bool {
        var bytes = ByteBuffer()
        var isOpen = false
        switch reply {
        case .respond(let response):
            bytes.writeBytes(ResponseBytes.head(response, close: close))
            bytes.writeBytes(ResponseBytes.body(response, toHead: request.method == "HEAD"))
            isOpen = !close
        case .truncated(let response, let count):
            bytes.writeBytes(ResponseBytes.head(response, close: false))
            bytes.writeBytes(response.body.prefix(max(0, count)))
        case .garbage(let garbage):
            bytes.writeBytes(garbage)
        case .closeWithoutReply: break
        case .reset:
            // Lingering for no time turns the close that follows into a reset.
            if let socket = channel as? any SocketOptionProvider {
                try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            }
        case .hang:
            try await reader.untilClosed()
        }
        if bytes.readableBytes > 0 {
            let whole = bytes
            try await withTimeLimit(channel) { try await outbound.write(whole) }
        }
        return isOpen
    }

    /// Closes the channel, and so ends `body`, when the client takes longer than the idle timeout.
    private func withTimeLimit<Result>(
        _ channel: any Channel, _ body: () async throws -> Result
    ) async throws -> Result {
        let limit = TimeAmount.nanoseconds(limits.idleTimeout.nanoseconds)
        let timer = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { timer.cancel() }
        return try await body()
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to what a timer can hold (a century).
    fileprivate var nanoseconds: Int64 {
        let century: Int64 = 100 * 366 * 86_400
        let (seconds, attoseconds) = components
        return min(max(seconds, 0), century) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
