/// Where intake works and how patient it is (contract, section 2, `inbox`). Paths are absolute.
public struct InboxSettings: Sendable {
    public var directory: String
    public var accepted: String
    public var rejected: String
    /// Names of configured tenants: the sub-directories that are looked into.
    public var tenants: [String]
    /// Bytes.
    public var maximumFileSize: Int
    public var settle: Duration
    public var rescan: Duration
    /// Files with the mapper at a time; two batches a worker (16 files each) keep it busy.
    public var mappingsInFlight: Int
    /// Files between the look that opens one and the look that closes it: each is an open descriptor.
    public var filesInHand: Int
    /// A batch ends with the file that crosses this: what intake holds of content is at most this and one file, twice.
    public var bytesPerBatch = 16 << 20
    /// How long a writer that is seen to have a file open is waited for after its last write.
    public var writerPatience: Duration = .seconds(60)

    public init(
        directory: String, accepted: String, rejected: String, tenants: [String] = [],
        maximumFileSize: Int = 16 << 20, settle: Duration = .seconds(2), rescan: Duration = .seconds(60),
        mappingsInFlight: Int = 64, filesInHand: Int = 4096
    ) {
        self.directory = directory
        self.accepted = accepted
        self.rejected = rejected
        // What could lead out of the inbox or is a producer's own is no tenant's directory.
        self.tenants = tenants.filter { !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(UInt8(ascii: "/")) }
        self.maximumFileSize = maximumFileSize
        self.settle = settle
        self.rescan = rescan
        self.mappingsInFlight = max(1, mappingsInFlight)
        self.filesInHand = max(1, filesInHand)
    }

    /// A name at the top that is a tenant's, and no alert file whatever its ending.
    func isTenantDirectory(_ entry: InboxEntry) -> Bool {
        entry.subdirectory == nil
            && tenants.contains { $0.utf8.count == entry.name.count && FileName($0) == entry.name }
    }

    /// Files a transaction: two batches are read and mapped while another is committed and a fourth is put away.
    var filesPerBatch: Int { max(1, filesInHand / 4) }
}
