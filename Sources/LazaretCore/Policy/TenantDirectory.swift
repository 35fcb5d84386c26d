/// Which tenant an alert belongs to (contract, section 2): the one it names, else the inbox sub-directory's, else the first.
public struct TenantDirectory: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var name: String
        /// The Entra tenant's GUID.
        public var tenantID: String

        public init(name: String, tenantID: String) {
            self.name = name
            self.tenantID = tenantID
        }
    }

    /// In the order of the configuration; never empty in a valid one.
    public var entries: [Entry]

    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// The tenant's name, or nil where the alert or the sub-directory names one that is not configured.
    public func tenant(named: String?, subdirectory: String?) -> String? {
        if let named, !named.isEmpty {
            let lowered = named.lowercased()
            return entries.first { $0.tenantID.lowercased() == lowered || $0.name == named }?.name
        }
        if let subdirectory { return entries.first { $0.name == subdirectory }?.name }
        return entries.first?.name
    }
}
