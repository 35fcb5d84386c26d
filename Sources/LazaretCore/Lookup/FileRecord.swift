/// What Defender knows of a file anywhere in the world (defender-api, section 6.3). Absent fields are nil.
public struct FileRecord: Hashable, Sendable {
    public var sha1: String?
    public var signer: String?
    public var issuer: String?
    public var publisher: String?
    public var productName: String?
    /// Nil where the service does not say; a signature counts only where this is true.
    public var isValidCertificate: Bool?
    public var globalPrevalence: Int64?
    /// `Malware`, `Clean`, `Pua`, `Unknown`, …
    public var determinationType: String?

    public init(
        sha1: String? = nil, signer: String? = nil, issuer: String? = nil, publisher: String? = nil,
        productName: String? = nil, isValidCertificate: Bool? = nil, globalPrevalence: Int64? = nil,
        determinationType: String? = nil
    ) {
        self.sha1 = sha1
        self.signer = signer
        self.issuer = issuer
        self.publisher = publisher
        self.productName = productName
        self.isValidCertificate = isValidCertificate
        self.globalPrevalence = globalPrevalence
        self.determinationType = determinationType
    }
}

/// How far a file is spread within the tenant, over the days looked back (defender-api, section 6.3).
public struct FileStatistics: Hashable, Sendable {
    public var organizationPrevalence: Int64?
    public var globalPrevalence: Int64?
    public var firstSeen: Instant?
    public var lastSeen: Instant?
    public var topFileNames: [String]

    public init(
        organizationPrevalence: Int64? = nil, globalPrevalence: Int64? = nil, firstSeen: Instant? = nil,
        lastSeen: Instant? = nil, topFileNames: [String] = []
    ) {
        self.organizationPrevalence = organizationPrevalence
        self.globalPrevalence = globalPrevalence
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.topFileNames = topFileNames
    }
}
