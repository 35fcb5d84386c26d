import LazaretCore

extension MachineAction {
    /// One MachineAction as it came (defender-api, section 2.1); nil where there is no JSON object with a usable id.
    ///
    /// `body` is the very text. Both spellings of the update time are taken, a status is kept verbatim, and `errorHResult`
    /// may be negative or beyond 2^31.
    init?(json: some Collection<UInt8>) {
        guard let text = String(validating: json, as: UTF8.self), let object = LenientObject(json),
            let id = object.string("id").flatMap({ ActionID($0) })
        else { return nil }
        let file = object.object("relatedFileInfo")
        self.init(
            id: id.description,
            type: object.string("type"),
            status: Status(object.string("status") ?? ""),
            machineID: object.string("machineId"),
            requestor: object.string("requestor"),
            requestorComment: object.string("requestorComment"),
            computerDNSName: object.string("computerDnsName"),
            createdAt: object.instant("creationDateTimeUtc"),
            updatedAt: object.instant("lastUpdateDateTimeUtc", "lastUpdateTimeUtc"),
            fileIdentifier: file?.string("fileIdentifier"),
            fileIdentifierType: file?.string("fileIdentifierType"),
            errorHResult: object.integer("errorHResult"),
            body: text
        )
    }
}
