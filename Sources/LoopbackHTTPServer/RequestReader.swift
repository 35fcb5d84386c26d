import NIOCore
import NIOHTTP1

/// Puts requests together from the decoder's parts, within the limits.
struct RequestReader {
    enum Outcome {
        /// `keepAlive`: the client wants to go on over this connection.
        case request(ServerRequest, keepAlive: Bool)
        /// Over a limit or not HTTP: the status that says so. Nothing more can be read.
        case refused(Int)
        /// No further request.
        case end
    }

    let limits: ServerLimits
    let connectionID: Int
    private var parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    private var sequence = 0

    init(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, limits: ServerLimits, connectionID: Int
    ) {
        parts = inbound.makeAsyncIterator()
        self.limits = limits
        self.connectionID = connectionID
    }

    /// `onContinue` is called when the client waits for leave to send its body (`Expect: 100-continue`).
    mutating func next(onContinue: () async throws -> Void) async throws -> Outcome {
        do {
            guard case .head(let head)? = try await parts.next() else { return .end }
            guard head.uri.utf8.count <= limits.headBytes else { return .refused(431) }
            if head.headers["content-length"].compactMap({ Int($0) }).contains(where: { $0 > limits.bodyBytes }) {
                return .refused(413)
            }
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) { try await onContinue() }
            var body: [UInt8] = []
            while let part = try await parts.next() {
                switch part {
                case .head: return .refused(400)
                case .body(let buffer):
                    guard body.count + buffer.readableBytes <= limits.bodyBytes else { return .refused(413) }
                    body.append(contentsOf: buffer.readableBytesView)
                case .end:
                    sequence += 1
                    return .request(request(head, body), keepAlive: head.isKeepAlive)
                }
            }
            return .end
        } catch let error as HTTPParserError {
            return .refused(error == .headerOverflow ? 431 : 400)
        } catch is ByteToMessageDecoderError.PayloadTooLargeError {
            return .refused(431)
        }
    }

    /// Drops what still comes; returns when the client has closed, or the channel was closed here.
    mutating func untilClosed() async throws {
        while try await parts.next() != nil {}
    }

    private func request(_ head: HTTPRequestHead, _ body: [UInt8]) -> ServerRequest {
        let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let fields = head.headers.map { ServerHeaders.Field(name: $0.name, value: $0.value) }
        return ServerRequest(
            method: head.method.rawValue, path: String(target.first ?? ""),
            query: target.count > 1 ? String(target[1]) : nil, headers: ServerHeaders(fields), body: body,
            connectionID: connectionID, sequence: sequence)
    }
}
