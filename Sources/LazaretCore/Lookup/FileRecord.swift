/// What Defender knows of a file anywhere in the world (defender-api, section 6.3). Absent fields are nil.
public struct FileRecord: Hashable, Sendable {
    public var sha1: String?
    public var signer: String?
    public var issuer: String?
    public var publisher: String?
    /// Nil where the service does not say; a signature counts only where this is true.
    public var isValidCertificate: Bool?
    public var globalPrevalence: Int64?
    /// `Malware`, `Clean`, `Pua`, `Unknown`, …
    public var determinationType: String?

    public init(
        sha1: String? = nil, signer: String? = nil, issuer: String? = nil, publisher: String? = nil,
        isValidCertificate: Bool? = nil, globalPrevalence: Int64? = nil,
        determinationType: String? = nil
    ) {
        self.sha1 = sha1
        self.signer = signer
        self.issuer = issuer
        self.publisher = publisher
        self.isValidCertificate = isValidCertificate
        self.globalPrevalence = globalPrevalence
        self.determinationType = determinationType
    }
}
