/// The operations of the API, each with a quota of its own. (defender-api, section 3.5)
public enum APIOperation: String, Codable, CaseIterable, Sendable {
    /// `POST /api/machines/{id}/StopAndQuarantineFile`
    case submit
    /// `GET /api/machineactions`
    case list
    /// `GET /api/machineactions/{id}`
    case get
    /// `POST /api/machineactions/{id}/cancel`
    case cancel
    /// `GET /api/machines/{id}`
    case machine
    /// `GET /api/files/{hash}`
    case file
    /// `GET /api/files/{hash}/stats`
    case fileStats
    /// Tokens, from the sign-in authority or the instance metadata service; no quota.
    case token
    /// Any other path; no quota.
    case other
}
