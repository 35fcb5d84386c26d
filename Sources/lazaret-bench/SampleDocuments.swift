/// Invented alerts of some 3 KB, one of each shape, and one that no mapping takes.
enum SampleDocuments {
    private static let machine = String(repeating: "a", count: 40)
    private static let file = String(repeating: "b", count: 40)

    private static func text(_ count: Int) -> String {
        String(repeating: "A process injected code into another process. ", count: 1 + count / 46).prefix(count)
            .description
    }

    /// `head`, then a description that fills the document up to 3,000 bytes, then `tail`.
    private static func filled(_ head: String, _ tail: String, key: String = "description") -> String {
        head + #""\#(key)": "\#(text(max(0, 3000 - head.utf8.count - tail.utf8.count - key.count - 6)))""# + tail
    }

    static let all: [(name: String, text: String)] = [
        ("defender-alert", defenderAlert), ("graph-alert", graphAlert), ("defender-incident", incident),
        ("streaming", streaming), ("telemetry", telemetry), ("sentinel row", sentinelRow),
        ("sentinel entities", sentinelAPI),
        ("flat", flat), ("nobody's", filled(#"{"a": 1, "b": [1, 2, 3], "#, "}")),
    ]

    private static let evidence = """
        {"entityType": "Process", "evidenceCreationTime": "2026-01-02T03:04:05Z", "sha1": "cccccccccccccccccccccccccccccccccccccccc",
         "sha256": null, "fileName": "rundll32.exe", "filePath": "C:\\\\Windows\\\\System32", "processId": 3276, "processCommandLine": "rundll32.exe x",
         "processCreationTime": "2026-01-02T03:04:05Z", "parentProcessId": 8420, "ipAddress": null, "url": null, "accountName": null},
        {"entityType": "User", "sha1": null, "fileName": null, "accountName": "name", "domainName": "DOMAIN", "userSid": "S-1-5-21"},
        {"entityType": "File", "evidenceCreationTime": "2026-01-02T03:04:05Z", "sha1": "\(file)", "sha256": null,
         "fileName": "evil.dll", "filePath": "c:\\\\temp", "processId": null, "detectionStatus": "Detected"}
        """

    private static let defenderAlert = filled(
        """
        {"id": "da1_1", "incidentId": 7, "severity": "High", "status": "New", "classification": null, "determination": null,
         "investigationState": "Queued", "title": "A title", "alertCreationTime": "2026-01-02T03:04:05Z", "machineId": "\(machine)",
         "computerDnsName": "pc1.example.com", "evidence": [\(evidence)],
        """, "}")

    private static let graphAlert = filled(
        """
        {"id": "da1_1", "providerAlertId": "da1_1", "incidentId": "7", "status": "new", "severity": "high", "classification": null,
         "determination": null, "serviceSource": "microsoftDefenderForEndpoint", "detectionSource": "antivirus", "title": "A title",
         "createdDateTime": "2026-01-02T03:04:05Z", "comments": [], "evidence": [
          {"@odata.type": "#microsoft.graph.security.deviceEvidence", "createdDateTime": "2026-01-02T03:04:05Z", "verdict": "unknown",
           "remediationStatus": "none", "mdeDeviceId": "\(machine)", "deviceDnsName": "pc1", "osPlatform": "Windows11", "tags": []},
          {"@odata.type": "#microsoft.graph.security.fileEvidence", "verdict": "unknown", "remediationStatus": "none",
           "detectionStatus": "detected", "mdeDeviceId": "\(machine)", "roles": [], "tags": [], "fileDetails": {"sha1": "\(file)",
           "sha256": null, "fileName": "evil.exe", "filePath": "C:\\\\temp", "fileSize": 61, "signer": null, "issuer": null}},
          {"@odata.type": "#microsoft.graph.security.processEvidence", "verdict": "unknown", "processId": 4780, "mdeDeviceId": "\(machine)",
           "imageFile": {"sha1": "cccccccccccccccccccccccccccccccccccccccc", "fileName": "powershell.exe"}}],
        """, "}")

    private static let incident = filled(
        """
        {"incidentId": 7, "redirectIncidentId": null, "incidentName": "x", "createdTime": "2026-01-02T03:04:05Z", "status": "Active",
         "severity": "High", "tags": [], "comments": [], "alerts": [{"alertId": "da1_1", "incidentId": 7, "status": "New",
          "severity": "High", "creationTime": "2026-01-02T03:04:05Z", "title": "A title", "investigationState": "Queued", "devices": [
          {"mdatpDeviceId": "\(machine)", "aadDeviceId": null, "deviceDnsName": "pc1", "osPlatform": "Windows11", "riskScore": "High"}],
         "entities": [\(evidence)],
        """, "}]}")

    private static let additionalFields = """
        {\\"Directory\\":\\"C:\\\\\\\\temp\\",\\"Name\\":\\"evil.exe\\",\\"Host\\":{\\"$id\\":\\"2\\",\\"HostName\\":\\"pc1\\",\\"OSFamily\\":\\"Windows\\",\
        \\"Type\\":\\"host\\",\\"MachineId\\":\\"\(machine)\\",\\"LastRemediationState\\":\\"Active\\"},\\"SizeInBytes\\":1720,\\"FileHashes\\":[{\\"$id\\":\\"4\\",\
        \\"Algorithm\\":\\"SHA1\\",\\"Value\\":\\"\(file)\\",\\"Type\\":\\"filehash\\"}],\\"LastRemediationState\\":\\"Active\\",\
        \\"LastVerdict\\":\\"Suspicious\\",\\"Type\\":\\"file\\",\\"DetectionStatus\\":\\"Detected\\",\\"Role\\":1}
        """

    private static let streaming = filled(
        """
        {"time": "2026-01-02T03:04:05Z", "tenantId": "11111111-2222-3333-4444-555555555555", "operationName": "Publish",
         "category": "AdvancedHunting-AlertEvidence", "properties": {"Timestamp": "2026-01-02T03:04:05Z", "AlertId": "da1_1",
         "EntityType": "File", "EvidenceRole": "Related", "SHA1": "\(file)", "SHA256": null, "RemoteIP": null, "AccountName": null,
         "DeviceId": null, "DeviceName": null, "FileName": "evil.exe", "FolderPath": "C:\\\\temp", "Severity": "High",
         "AdditionalFields": "\(additionalFields)",
        """, "}, \"Tenant\": \"DefaultTenant\"}", key: "Title")

    private static let telemetry = filled(
        """
        {"time": "2026-01-02T03:04:05Z", "tenantId": "11111111-2222-3333-4444-555555555555", "operationName": "Publish",
         "category": "AdvancedHunting-DeviceFileEvents", "properties": {"Timestamp": "2026-01-02T03:04:05Z", "ActionType": "FileCreated",
         "SHA1": "\(file)", "DeviceId": "\(machine)", "FileName": "a.exe",
        """, "}}", key: "InitiatingProcessCommandLine")

    private static let sentinelRow = filled(
        """
        {"TenantId": "workspace", "TimeGenerated": "2026-01-02T03:04:05Z", "AlertName": "A title", "AlertSeverity": "High",
         "SystemAlertId": "s-1", "VendorOriginalId": "da1_1", "ProviderName": "MDATP", "Status": "New", "Entities":
        """
            + #" "[{\"$id\":\"2\",\"HostName\":\"pc1\",\"MdatpDeviceId\":\"\#(machine)\",\"Type\":\"host\"},"#
            + #"{\"$id\":\"3\",\"Directory\":\"C:\\\\temp\",\"Name\":\"evil.exe\",\"Host\":{\"$ref\":\"2\"},\"FileHashes\":[{\"$id\":\"4\","#
            + #"\"Algorithm\":\"SHA1\",\"Value\":\"\#(file)\",\"Type\":\"filehash\"}],\"Type\":\"file\"},"#
            + #"{\"$id\":\"6\",\"ProcessId\":\"1\",\"Host\":{\"$ref\":\"2\"},\"Type\":\"process\"},"#
            + #"{\"$id\":\"7\",\"Name\":\"user\",\"Host\":{\"$ref\":\"2\"},\"Type\":\"account\"}]", "#, "}",
        key: "Description")

    private static let sentinelAPI = filled(
        """
        {"entities": [{"id": "/h", "type": "Microsoft.SecurityInsights/entities", "kind": "Host", "properties": {"hostName": "pc1",
          "additionalData": {"MdatpDeviceId": "\(machine)", "RiskScore": "high"}}},
         {"id": "/f", "kind": "File", "properties": {"fileName": "evil.exe", "hostEntityId": "/h", "fileHashEntityIds": ["/s"]}},
         {"id": "/s", "kind": "FileHash", "properties": {"algorithm": "SHA1", "hashValue": "\(file)"}}], "metaData": [{
        """, "}]}")

    private static let flat = filled(
        """
        {"alertId": "soc-1", "machineId": "\(machine)", "sha1": "\(file)", "comment": "Known bad", "severity": "high",
         "title": "A title", "fileName": "evil.exe", "detectedAt": "2026-01-02T03:04:05Z",
        """, "}")
}
