/// A change of options while the simulator runs, as JSON. Members that are missing leave things as they are.
public struct SettingsPatch: Sendable {
    public var initialStatus: SimulatedStatus?
    public var pending: Duration?
    public var running: Duration?
    public var finals: [SimulatedStatus: Double]?
    public var overrides: [LifecycleOverride]?
    public var lock: LifecycleOptions.Lock?
    public var duplicates: LifecycleOptions.Duplicates?
    public var listLag: Duration?
    public var getLag: Duration?
    public var limits: [QuotaOptions.Window]?
    public var retryAfter: QuotaOptions.RetryAfter?
    public var countsRefused: Bool?
    public var tokenLifetime: Duration?
    public var roles: [String]?
    public var clientSecret: String?
    public var unknownMachines: [String]?
    public var unsupportedMachines: [String]?
    public var disallowedFiles: [String]?
    public var machines: [String: JSONValue]?
    public var files: [String: JSONValue]?
    public var fileStats: [String: JSONValue]?
    /// Every token issued so far is answered 401 from here on.
    public var revokeTokens: Bool?

    public init() {}
}

extension SimulatorOptions {
    /// Everything of the patch but `revokeTokens`, which is no option.
    public mutating func apply(_ patch: SettingsPatch) {
        Self.set(&lifecycle.initialStatus, patch.initialStatus)
        Self.set(&lifecycle.pending, patch.pending)
        Self.set(&lifecycle.running, patch.running)
        Self.set(&lifecycle.finals, patch.finals)
        Self.set(&lifecycle.overrides, patch.overrides)
        Self.set(&lifecycle.lock, patch.lock)
        Self.set(&lifecycle.duplicates, patch.duplicates)
        Self.set(&listing.listLag, patch.listLag)
        Self.set(&listing.getLag, patch.getLag)
        Self.set(&quota.windows, patch.limits)
        Self.set(&quota.retryAfter, patch.retryAfter)
        Self.set(&quota.countsRefused, patch.countsRefused)
        Self.set(&access.tokenLifetime, patch.tokenLifetime)
        Self.set(&access.roles, patch.roles)
        if let secret = patch.clientSecret { access.clientSecret = secret }
        Self.set(&inventory.unknownMachines, patch.unknownMachines)
        Self.set(&inventory.unsupportedMachines, patch.unsupportedMachines)
        Self.set(&inventory.disallowedFiles, patch.disallowedFiles)
        Self.merge(&inventory.machines, patch.machines)
        Self.merge(&inventory.files, patch.files)
        Self.merge(&inventory.fileStats, patch.fileStats)
    }

    private static func set<Value>(_ option: inout Value, _ value: Value?) {
        if let value { option = value }
    }

    private static func merge(_ option: inout [String: JSONValue], _ values: [String: JSONValue]?) {
        for (key, value) in values ?? [:] { option[key.lowercased()] = value }
    }
}
