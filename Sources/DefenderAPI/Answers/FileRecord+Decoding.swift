import LazaretCore

extension FileRecord {
    /// Nil where there is no JSON object with a hash of the file. (defender-api, section 6.3)
    init?(json: [UInt8]) {
        guard let object = LenientObject(json), object.string("sha1", "sha256") != nil else { return nil }
        self.init(
            sha1: object.string("sha1"),
            signer: object.string("signer"),
            issuer: object.string("issuer"),
            publisher: object.string("filePublisher"),
            productName: object.string("fileProductName"),
            isValidCertificate: object.bool("isValidCertificate"),
            globalPrevalence: object.integer("globalPrevalence"),
            determinationType: object.string("determinationType")
        )
    }
}

extension FileStatistics {
    /// Nil where there is no JSON object that counts anything; counts are seen as numbers and as strings, under two
    /// spellings. (defender-api, section 6.3)
    init?(json: [UInt8]) {
        guard let object = LenientObject(json) else { return nil }
        self.init(
            organizationPrevalence: object.integer("organizationPrevalence", "orgPrevalence"),
            globalPrevalence: object.integer("globallyPrevalence", "globalPrevalence"),
            firstSeen: object.instant("orgFirstSeen"),
            lastSeen: object.instant("orgLastSeen"),
            topFileNames: object.strings("topFileNames")
        )
        if organizationPrevalence == nil && globalPrevalence == nil { return nil }
    }
}
