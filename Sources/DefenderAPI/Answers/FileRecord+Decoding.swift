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
            isValidCertificate: object.bool("isValidCertificate"),
            globalPrevalence: object.integer("globalPrevalence"),
            determinationType: object.string("determinationType")
        )
    }
}
