import LazaretCore
import LoopbackHTTPServer

/// One request on its way through the model, with the record that is made of it.
struct Visit {
    let request: ServerRequest
    let route: Route
    let now: Moment
    /// Nil where the body is no JSON object.
    let body: JSONValue?
    var arrival: Arrival

    init(_ request: ServerRequest, _ route: Route, number: Int, at now: Moment) {
        self.request = request
        self.route = route
        self.now = now
        let parsed = route.method == "POST" ? JSONValue(parsing: request.body) : nil
        if case .object? = parsed { body = parsed } else { body = nil }
        let hash: String? =
            switch route {
            case .file(let hash), .fileStats(let hash): hash
            default: body?["Sha1"]?.text
            }
        arrival = Arrival(
            number: number, at: now.wall.description, steadyMilliseconds: now.steady.milliseconds,
            operation: route.operation, machineID: route.machineID, sha1: hash, comment: body?["Comment"]?.text,
            actionID: route.actionID, target: request.path + (request.query.map { "?" + $0 } ?? ""),
            connection: request.connectionID, sequence: request.sequence, reply: "", processed: false)
    }

    /// Writes down how it ended.
    mutating func close(with reply: ServerReply) {
        switch reply {
        case .respond(let response):
            arrival.reply = "respond"
            arrival.status = response.status
        case .truncated(let response, _):
            arrival.reply = "truncated"
            arrival.status = response.status
        case .closeWithoutReply: arrival.reply = "closeWithoutReply"
        case .reset: arrival.reply = "reset"
        case .garbage: arrival.reply = "garbage"
        case .hang: arrival.reply = "hang"
        }
    }
}
