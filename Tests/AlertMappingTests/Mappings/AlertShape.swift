/// The facts of an alert with one file that every shape can tell, as JSON literals; nil leaves the key out.
struct AlertFacts {
    var sha1: String? = #""$F1""#
    var sha256: String?
    var fileName: String? = #""evil.exe""#
    /// The device that the file names for itself.
    var own: String?
    /// The alert's devices.
    var machines = [#""$M1""#]
    var status = #""New""#
    var classification: String?
    /// What became of the file.
    var fileStatus: String?
}

/// How a shape tells ``AlertFacts``, with a process beside the file whose image must never be taken.
struct AlertShape: Sendable {
    var mapping: String
    /// Whether a file can name its own device, and whether an alert can have several.
    var hasOwn = true
    /// Whether the alert can tell its status; nil: the word that a file's status is told with.
    var hasStatus = true
    /// What `handled` says of a file that was remediated.
    var document: @Sendable (AlertFacts) -> String

    static func member(_ key: String, _ value: String?) -> String { value.map { #", "\#(key)": \#($0)"# } ?? "" }

    static let all: [AlertShape] = [
        defenderAlert, graphAlert, graphIncident, defenderIncident, streaming, sentinelRow, sentinelAPI,
    ]

    static let defenderAlert = AlertShape(mapping: "defender-alert") { facts in
        """
        {"id": "da1_1", "status": \(facts.status), "severity": "High"\(member("classification", facts.classification)),
         "machineId": \(facts.machines.first ?? "null"), "alertCreationTime": "2026-01-02T03:04:05Z", "evidence": [
          {"entityType": "Process", "sha1": "$F9", "fileName": "powershell.exe"},
          {"entityType": "File"\(member("sha1", facts.sha1))\(member("sha256", facts.sha256))\(member("fileName", facts.fileName))
           \(member("machineId", facts.own))\(member("remediationStatus", facts.fileStatus))}]}
        """
    }

    private static func graph(_ facts: AlertFacts) -> String {
        let devices = facts.machines.map {
            ##"{"@odata.type": "#microsoft.graph.security.deviceEvidence", "mdeDeviceId": \##($0), "deviceDnsName": "pc1"}"##
        }
        return """
            {"id": "da1_1", "status": \(facts.status), "severity": "high"\(member("classification", facts.classification)),
             "serviceSource": "microsoftDefenderForEndpoint", "createdDateTime": "2026-01-02T03:04:05Z", "evidence": [
              \((devices + [##"{"@odata.type": "#microsoft.graph.security.fileEvidence""## + member("mdeDeviceId", facts.own)
                + member("remediationStatus", facts.fileStatus) + #", "fileDetails": {"fileSize": 1"# + member("sha1", facts.sha1)
                + member("sha256", facts.sha256) + member("fileName", facts.fileName) + "}}"]).joined(separator: ", ")),
              {"@odata.type": "#microsoft.graph.security.processEvidence", "imageFile": {"sha1": "$F9", "fileName": "powershell.exe"}}]}
            """
    }

    static let graphAlert = AlertShape(mapping: "graph-alert", document: graph)

    static let graphIncident = AlertShape(mapping: "graph-alert") { facts in
        #"{"id": "7", "status": "active", "displayName": "x", "alerts": [\#(graph(facts))]}"#
    }

    static let defenderIncident = AlertShape(mapping: "defender-incident") { facts in
        let devices = facts.machines.map { #"{"mdatpDeviceId": \#($0), "deviceDnsName": "pc1"}"# }
        return """
            {"incidentId": 7, "incidentName": "x", "status": "Active", "alerts": [{"alertId": "da1_1", "status": \(facts.status),
             "severity": "High", "creationTime": "2026-01-02T03:04:05Z"\(member("classification", facts.classification)),
             "devices": [\(devices.joined(separator: ", "))], "entities": [
              {"entityType": "Process", "sha1": "$F9", "fileName": "powershell.exe"},
              {"entityType": "File"\(member("sha1", facts.sha1))\(member("sha256", facts.sha256))
               \(member("fileName", facts.fileName))\(member("deviceId", facts.own))\(member("remediationStatus", facts.fileStatus))}]}]}
            """
    }

    static let streaming = AlertShape(mapping: "streaming", hasStatus: false) { facts in
        func record(_ properties: String) -> String {
            """
            {"time": "2026-01-02T03:05:00Z", "category": "AdvancedHunting-AlertEvidence", "operationName": "Publish",
             "properties": {"Timestamp": "2026-01-02T03:04:05Z", "AlertId": "da1_1", "Severity": "High", \(properties)}}
            """
        }
        let machines = facts.machines.map {
            record(#""EntityType": "Machine", "DeviceId": \#($0), "DeviceName": "pc1""#)
        }
        let file = record(
            #""EntityType": "File""# + member("SHA1", facts.sha1) + member("SHA256", facts.sha256)
                + member("FileName", facts.fileName) + member("DeviceId", facts.own)
                + member("AdditionalFields", facts.fileStatus.map { #"{"LastRemediationState": \#($0)}"# }))
        let process = record(#""EntityType": "Process", "SHA1": "$F9", "FileName": "powershell.exe""#)
        return #"{"records": [\#((machines + [file, process]).joined(separator: ", "))]}"#
    }

    /// The entities as JSON; the row holds them in a string.
    static func sentinelEntities(_ facts: AlertFacts) -> String {
        let hosts = facts.machines.enumerated().map { index, machine in
            #"{"$id": "1\#(index)", "HostName": "pc\#(index)", "MdatpDeviceId": \#(machine), "Type": "host"}"#
        }
        var hashes: [String] = []
        if let sha1 = facts.sha1 {
            hashes.append(#"{"$id": "20", "Algorithm": "SHA1", "Value": \#(sha1), "Type": "filehash"}"#)
        }
        if let sha256 = facts.sha256 {
            hashes.append(#"{"$id": "21", "Algorithm": "SHA256", "Value": \#(sha256), "Type": "filehash"}"#)
        }
        let own = facts.own.map { #"{"$id": "30", "HostName": "own", "MdatpDeviceId": \#($0), "Type": "host"}"# }
        let file =
            #"{"$id": "40""# + member("Name", facts.fileName) + #", "FileHashes": [\#(hashes.joined(separator: ", "))]"#
            + member("Host", own) + member("RemediationStatus", facts.fileStatus) + #", "Type": "file"}"#
        let image = """
            {"$id": "50", "Name": "powershell.exe", "FileHashes": [{"$id": "51", "Algorithm": "SHA1", "Value": "$F9",
             "Type": "filehash"}], "Type": "file"}, {"$id": "52", "ImageFile": {"$ref": "50"}, "Type": "process"}
            """
        return "[" + (hosts + [file, image]).joined(separator: ", ") + "]"
    }

    static let sentinelRow = AlertShape(mapping: "sentinel") { facts in
        let entities = Placeholders.fill(sentinelEntities(facts)).replacing("\\", with: "\\\\").replacing(
            "\"", with: "\\\""
        )
        .replacing("\n", with: " ")
        return """
            {"TenantId": "workspace", "TimeGenerated": "2026-01-02T03:04:05Z", "SystemAlertId": "da1_1", "AlertName": "x",
             "AlertSeverity": "High", "Status": \(facts.status)\(member("Classification", facts.classification)),
             "Entities": "\(entities)"}
            """
    }

    static let sentinelAPI = AlertShape(mapping: "sentinel") { facts in
        let hosts = facts.machines.enumerated().map { index, machine in
            #"{"id": "/h/\#(index)", "kind": "Host", "properties": {"hostName": "pc", "additionalData": {"MdatpDeviceId": \#(machine)}}}"#
        }
        var hashes: [String] = []
        if let sha1 = facts.sha1 {
            hashes.append(
                #"{"id": "/s/1", "kind": "FileHash", "properties": {"algorithm": "SHA1", "hashValue": \#(sha1)}}"#)
        }
        if let sha256 = facts.sha256 {
            hashes.append(
                #"{"id": "/s/2", "kind": "FileHash", "properties": {"algorithm": "SHA256", "hashValue": \#(sha256)}}"#)
        }
        let links = (facts.sha1 == nil ? [] : [#""/s/1""#]) + (facts.sha256 == nil ? [] : [#""/s/2""#])
        let bag = [
            facts.own.map { #""MdatpDeviceId": \#($0)"# }, facts.fileStatus.map { #""RemediationStatus": \#($0)"# },
        ].compactMap(\.self).joined(separator: ", ")
        let file = """
            {"id": "/f/1", "kind": "File", "properties": {"fileHashEntityIds": [\(links.joined(separator: ", "))],
             "additionalData": {\(bag)}\(member("fileName", facts.fileName))}}
            """
        let image = """
            {"id": "/f/2", "kind": "File", "properties": {"fileName": "powershell.exe", "fileHashEntityIds": ["/s/9"]}},
            {"id": "/s/9", "kind": "FileHash", "properties": {"algorithm": "SHA1", "hashValue": "$F9"}},
            {"id": "/p/1", "kind": "Process", "properties": {"imageFileEntityId": "/f/2"}}
            """
        return """
            {"object": {"id": "/i", "name": "i", "type": "Microsoft.SecurityInsights/Incidents", "properties": {"title": "x",
             "severity": "High", "status": "Active", "createdTimeUtc": "2026-01-02T03:04:05Z",
             "alerts": [{"id": "/a", "kind": "SecurityAlert", "properties": {"systemAlertId": "da1_1", "status": \(facts.status)
              \(member("classification", facts.classification))}}],
             "relatedEntities": [\((hosts + hashes + [file, image]).joined(separator: ", "))]}}}
            """
    }
}
