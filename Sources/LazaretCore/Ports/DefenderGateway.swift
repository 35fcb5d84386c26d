/// Defender for Endpoint, as one tenant's delivery sees it. Implemented over HTTP by `DefenderAPI`.
///
/// No call throws: what can go wrong is a value, because what to do next depends on it. Each call is one HTTP exchange, and
/// before it a token call where none is cached; it returns within the transport's deadlines. After a 401 the token is
/// forgotten, so that the next call brings a fresh one.
public protocol DefenderGateway: Sendable {
    /// Sees to it that a token is at hand, so that no durable intent waits for a sign-in; the fault why there is none.
    func prepare() async -> LaneFault?

    /// Whether the last sign-in failed, and nothing has changed since that could help (the credential's files). Makes no call.
    func isSignInFailing() async -> Bool

    /// `POST /api/machines/{id}/StopAndQuarantineFile`, over a connection of its own, never re-sent by the transport.
    ///
    /// Not sent at all from `limit` on: a process that was stopped in between must not post what another may have posted.
    func submit(_ submission: Submission, before limit: Steady) async -> SubmitAnswer

    /// One page of `GET /api/machineactions`, newest first as far as the service keeps to it.
    func list(_ query: ActionQuery) async -> ReadAnswer<ActionPage>

    /// `GET /api/machineactions/{id}`
    func get(_ id: String) async -> ReadAnswer<MachineAction>

    /// `POST /api/machineactions/{id}/cancel`
    func cancel(_ id: String, comment: String) async -> ReadAnswer<MachineAction>
}

/// One POST: everything that goes on the wire or is compared with the answer.
public struct Submission: Hashable, Sendable {
    public var machineID: MachineID
    public var sha1: SHA1Hash
    /// With the marker at its end.
    public var comment: String
    public var marker: Marker

    public init(machineID: MachineID, sha1: SHA1Hash, comment: String, marker: Marker) {
        self.machineID = machineID
        self.sha1 = sha1
        self.comment = comment
        self.marker = marker
    }
}

/// The three questions that are asked of the List call.
public enum ActionQuery: Hashable, Sendable {
    /// `id in ('…', …)`: the state of these actions.
    case ids([String])
    /// StopAndQuarantineFile on one machine, created at or after, with paging: the look for one submission.
    case machine(MachineID, since: Instant, skip: Int = 0)
    /// StopAndQuarantineFile created at or after, with paging.
    case since(Instant, top: Int, skip: Int)
}
