/// What the guard rails may ask Defender before acting (`policy.lookups`). Same manners as ``DefenderGateway``.
///
/// `notFound` for a file means that nobody has seen it, which is no objection; a lane fault on a file means that
/// `File.Read.All` is not granted, a consent of its own. (defender-api, sections 1.5 and 6.3)
public protocol LookupGateway: Sendable {
    /// `GET /api/machines/{id}`
    func machine(_ id: MachineID) async -> ReadAnswer<MachineRecord>

    /// `GET /api/files/{sha1}`
    func file(_ sha1: SHA1Hash) async -> ReadAnswer<FileRecord>
}
