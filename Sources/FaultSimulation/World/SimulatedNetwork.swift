import HTTPTransport
import LazaretCore
import LoopbackHTTPServer

/// What the network and the service are like at the moment.
public struct Weather: Sendable {
    /// Connections are refused at once.
    public var isDown = false
    /// Connections hang until their time-out.
    public var isBlackHole = false
    /// A request gets lost on its way, and its connection hangs or is reset.
    public var lostBefore = 0.0
    /// The service did what was asked, and the answer is lost.
    public var lostAfter = 0.0
    /// The longest that a request, or an answer, is on its way.
    public var latency: Duration = .milliseconds(200)

    public init() {}
}

/// One process's way to Defender for one tenant: virtual latency, losses, time-outs, and the model of the service at the other end.
final class SimulatedNetwork: HTTPTransport, @unchecked Sendable {
    private unowned let process: SimulatedProcess
    private var waiting: [Int: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>] = [:]
    private var lastExchange = 0
    private var manners = Manners()

    init(process: SimulatedProcess) {
        self.process = process
    }

    static let timeout: Int64 = 60_000
    static let connectTimeout: Int64 = 10_000

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        if process.isDead { throw Self.error(.cancelled, left: false, "the process died") }
        let wire = ServerRequest(request)
        if wire.path.hasSuffix("/token") { return try signIn(wire) }
        lastExchange += 1
        let id = lastExchange
        process.world.attempt { try manners.leaves(wire, at: process.world.now) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                waiting[id] = answer
                begin(wire, id)
            }
        } onCancel: {
            end(id, .failure(Self.error(.cancelled, left: true, "cancelled")))
        }
        manners.ends(wire, try? result.get(), at: process.world.now)
        return try result.get()
    }

    /// The process died: whoever waits hears so; what is on the wire goes on without it.
    func abandon() {
        for id in waiting.keys.sorted() { end(id, .failure(Self.error(.cancelled, left: true, "the process died"))) }
    }

    /// Sign-in takes no virtual time. The identity's client id names the tenant, of which each has an authority of its own.
    private func signIn(_ wire: ServerRequest) throws(TransportError) -> HTTPResponse {
        let world = process.world
        let tenant = wire.queryItems.first { $0.name == "client_id" }?.value ?? ""
        let form = "grant_type=client_credentials&client_id=app&client_secret=s&scope=https%3A%2F%2Fa%2F.default"
        let wire = ServerRequest(
            method: "POST", path: "/\(tenant)/oauth2/v2.0/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(form.utf8))
        if world.weather.isDown || world.weather.isBlackHole { throw Self.error(.connect, left: false, "refused") }
        guard case .respond(let response) = world.arrive(wire) else {
            throw Self.error(.receive, left: true, "no answer")
        }
        return HTTPResponse(response)
    }

    private func begin(_ wire: ServerRequest, _ id: Int) {
        let world = process.world
        let weather = world.weather
        let hang = Result<HTTPResponse, TransportError>.failure(Self.error(.timeout, left: true, "timed out"))
        world.note("p\(process.number) sends \(wire.method) \(wire.path)")
        if weather.isDown {
            return finish(id, in: 5, .failure(Self.error(.connect, left: false, "refused")))
        }
        if weather.isBlackHole {
            return finish(id, in: Self.connectTimeout, .failure(Self.error(.connect, left: false, "no answer")))
        }
        if world.network.happens(weather.lostBefore) {
            if world.network.happens(0.5) { return finish(id, in: Self.timeout, hang) }
            let reset = Self.error(.receive, left: true, "reset")
            return finish(id, in: world.network.milliseconds(1...500), .failure(reset))
        }
        let there = world.network.milliseconds(1...max(1, weather.latency.milliseconds))
        let back = world.network.milliseconds(1...max(1, weather.latency.milliseconds))
        let isLost = world.network.happens(weather.lostAfter)
        let isReset = world.network.happens(0.5)
        finish(id, in: Self.timeout, hang)
        world.after(.milliseconds(there)) { [self] in
            let reply = world.arrive(wire)
            if isLost {
                if isReset { finish(id, in: back, .failure(Self.error(.receive, left: true, "reset"))) }
                return
            }
            guard let result = Self.result(of: reply) else { return }
            finish(id, in: back, result)
        }
    }

    private func finish(_ id: Int, in milliseconds: Int64, _ result: Result<HTTPResponse, TransportError>) {
        process.world.after(.milliseconds(milliseconds)) { [self] in end(id, result) }
    }

    private func end(_ id: Int, _ result: Result<HTTPResponse, TransportError>) {
        waiting.removeValue(forKey: id)?.resume(returning: result)
    }

    /// Nil: it hangs.
    private static func result(of reply: ServerReply) -> Result<HTTPResponse, TransportError>? {
        switch reply {
        case .respond(let response): .success(HTTPResponse(response))
        case .closeWithoutReply: .failure(error(.emptyReply, left: true, "empty reply"))
        case .reset, .truncated: .failure(error(.receive, left: true, "reset"))
        case .garbage: .failure(error(.protocol, left: true, "no HTTP"))
        case .hang: nil
        }
    }

    private static func error(_ kind: TransportError.Kind, left: Bool, _ text: String) -> TransportError {
        TransportError(kind, requestMayHaveLeft: left, message: text)
    }
}

extension ServerRequest {
    /// As the service reads it: the part of the URL behind the host.
    init(_ request: HTTPRequest) {
        let target = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).last ?? ""
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(
            method: request.method.rawValue, path: "/" + (parts.first ?? ""), query: parts.count > 1 ? parts[1] : nil,
            headers: ServerHeaders(request.headers.map { ServerHeaders.Field(name: $0.name, value: $0.value) }),
            body: request.body)
    }
}

extension HTTPResponse {
    init(_ response: ServerResponse) {
        self.init(
            status: response.status, headers: response.headers.fields.map { ($0.name, $0.value) }, body: response.body)
    }
}
