import LoopbackHTTPServer

/// What a request's target means. Fixed words are matched without letter case, as the service does (defender-api,
/// section 1.1); `v1.0` may stand after `api`.
enum Route: Hashable, Sendable {
    case token(tenant: String, AuthorityEndpoint)
    case identity
    case submit(machine: String)
    case list
    case get(id: String)
    case cancel(id: String)
    case machine(id: String)
    case file(hash: String)
    case fileStats(hash: String)
    /// The simulator's own, below `/_simulator/`.
    case control([String])
    case unknown

    init(_ request: ServerRequest) {
        var segments = request.pathSegments
        if segments.last == "" { segments.removeLast() }
        let words = segments.map { $0.lowercased() }
        switch words.first {
        case "_simulator": self = .control(Array(segments.dropFirst()))
        case "api":
            let versioned = words.count > 1 && words[1] == "v1.0"
            self = Self.api(Array(segments.dropFirst(versioned ? 2 : 1)))
        case "metadata": self = words == ["metadata", "identity", "oauth2", "token"] ? .identity : .unknown
        default: self = Self.authority(segments, words)
        }
    }

    private static func authority(_ segments: [String], _ words: [String]) -> Route {
        switch Array(words.dropFirst()) {
        case ["oauth2", "v2.0", "token"]: .token(tenant: segments[0], .v2)
        case ["oauth2", "token"]: .token(tenant: segments[0], .v1)
        default: .unknown
        }
    }

    private static func api(_ segments: [String]) -> Route {
        let words = segments.map { $0.lowercased() }
        switch (words.first, words.count) {
        case ("machines", 3) where words[2] == "stopandquarantinefile": return .submit(machine: segments[1])
        case ("machines", 2): return .machine(id: segments[1])
        case ("machineactions", 1): return .list
        case ("machineactions", 2): return .get(id: segments[1])
        case ("machineactions", 3) where words[2] == "cancel": return .cancel(id: segments[1])
        case ("files", 2): return .file(hash: segments[1])
        case ("files", 3) where words[2] == "stats": return .fileStats(hash: segments[1])
        default: return .unknown
        }
    }

    var operation: APIOperation {
        switch self {
        case .token, .identity: .token
        case .submit: .submit
        case .list: .list
        case .get: .get
        case .cancel: .cancel
        case .machine: .machine
        case .file: .file
        case .fileStats: .fileStats
        case .control, .unknown: .other
        }
    }

    /// Nil: any.
    var method: String? {
        switch self {
        case .token, .submit, .cancel: "POST"
        case .identity, .list, .get, .machine, .file, .fileStats: "GET"
        case .control, .unknown: nil
        }
    }

    /// The machine id that the path names.
    var machineID: String? {
        switch self {
        case .submit(let machine), .machine(let machine): machine
        default: nil
        }
    }

    /// The action id that the path names.
    var actionID: String? {
        switch self {
        case .get(let id), .cancel(let id): id
        default: nil
        }
    }
}
