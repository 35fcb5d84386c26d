/// Which machines and files there are. Every 40-digit id exists unless said otherwise.
public struct InventoryOptions: Hashable, Sendable {
    /// Beginnings of machine ids that are answered 404 `ResourceNotFound`.
    public var unknownMachines = ["dead"]
    /// Beginnings of machine ids that are answered 400 `OsPlatformNotSupported`.
    public var unsupportedMachines = ["0ff1"]
    /// Beginnings of machine ids that are answered 400 `ClientVersionNotSupported`.
    public var outdatedMachines: [String] = []
    /// Beginnings of hashes that are answered 403 `DisallowedOperation` (a signed system file, say).
    public var disallowedFiles: [String] = []
    /// Beginnings of hashes that `GET /api/files` answers 404.
    public var unknownFiles = ["dead"]
    /// By machine id in lower case: members put over the answer of `GET /api/machines/{id}`.
    public var machines: [String: JSONValue] = [:]
    /// By hash in lower case: members put over the answer of `GET /api/files/{hash}`.
    public var files: [String: JSONValue] = [:]
    /// By hash in lower case: members put over the answer of `GET /api/files/{hash}/stats`.
    public var fileStats: [String: JSONValue] = [:]

    public init() {}

    static func contains(_ beginnings: [String], _ id: String) -> Bool {
        beginnings.contains { id.hasPrefix($0.lowercased()) }
    }
}
