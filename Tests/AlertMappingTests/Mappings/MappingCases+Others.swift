extension MappingCases {
    private static let file = #"{"entityType": "File", "sha1": "$F1", "fileName": "a.exe"}"#

    static let others: [MappingCase] = [
        MappingCase(
            "a list", "defender-alert",
            #"{"value": [{"id": "1", "machineId": "$M1", "evidence": [\#(file)]}, {"id": "2", "machineId": "$M2", "evidence": []}]}"#,
            ["M1 F1", "skip no_file_evidence"]),
        MappingCase(
            "evidence as an object", "defender-alert", #"{"id": "1", "machineId": "$M1", "evidence": \#(file)}"#,
            ["M1 F1"]),
        MappingCase(
            "evidence in a string", "defender-alert",
            #"{"id": "1", "machineId": "$M1", "evidence": "[{\"entityType\": \"File\", \"sha1\": \"$F1\"}]"}"#,
            ["M1 F1"]),
        MappingCase(
            "an alert of 2019", "defender-alert",
            #"{"id": "1", "machineId": "$M1", "alertCreationTime": "2019-01-01T00:00:00Z", "alertFiles": [{"sha1": "$F1"}]}"#,
            ["skip untyped_file"]),
        MappingCase(
            "machine ids that disagree", "defender-alert",
            #"{"id": "1", "machineId": "$M1", "MachineId": "$M2", "evidence": [\#(file)]}"#, ["skip conflicting_keys"]),
        MappingCase(
            "an investigation that has done it", "defender-alert",
            #"{"id": "1", "machineId": "$M1", "investigationState": "SuccessfullyRemediated", "evidence": [\#(file)]}"#,
            ["M1 F1 (investigation successfully remediated)"]),
        MappingCase("flat", "flat", #"{"machineId": "$M1", "sha1": "$F1", "comment": "x"}"#, ["M1 F1"]),
        MappingCase(
            "flat by other names", "flat", #"{"mdatpDeviceId": "$^M1", "fileSha1": "$^F1", "reason": "x"}"#, ["M1 F1"]),
        MappingCase("flat, machine", "flat", #"{"machine": "$M1", "sha1": "$F1", "title": "x"}"#, ["M1 F1"]),
        MappingCase("a request to the API", nil, #"{"machine": "$M1", "sha1": "$F1", "comment": "x"}"#, []),
        MappingCase("a body of a request", nil, #"{"Comment": "x", "Sha1": "$F1"}"#, []),
        MappingCase(
            "a list of flat ones", "flat",
            #"{"items": [{"deviceId": "$M1", "sha1": "$F1", "comment": "x"}, {"mdeDeviceId": "$M2", "sha1": "$F1", "comment": "x"}]}"#,
            ["M1 F1", "M2 F1"]),
        MappingCase(
            "flat names that disagree", "flat",
            #"{"machineId": "$M1", "deviceId": "$M2", "sha1": "$F1", "comment": "x"}"#,
            ["skip conflicting_keys"]),
        MappingCase(
            "flat keys that disagree", "flat", #"{"machineId": "$M1", "sha1": "$F1", "SHA1": "$F2", "comment": "x"}"#,
            ["skip conflicting_keys"]),
        MappingCase(
            "flat, dealt with", "flat", #"{"machineId": "$M1", "sha1": "$F1", "comment": "x", "handled": "by hand"}"#,
            ["M1 F1 (by hand)"]),
        MappingCase(
            "flat, the machine's id as hash", "flat", #"{"machineId": "$M1", "sha1": "$M1", "comment": "x"}"#, ["bad"]),
        MappingCase(
            "flat, sha256", "flat", #"{"machineId": "$M1", "sha256": "$F1$F1", "comment": "x"}"#,
            ["skip sha256_only"]),
        MappingCase(
            "flat, a number as tenant", "flat", #"{"machineId": "$M1", "sha1": "$F1", "comment": "x", "tenantId": 7}"#,
            ["M1 F1"]),
        MappingCase(
            "a MachineAction", nil,
            #"{"id": "5382f7ea-7557-4ab7-9782-d50480024a4e", "type": "StopAndQuarantineFile", "requestor": "x", "requestorComment": "y", "status": "Succeeded", "machineId": "$M1", "computerDnsName": "pc", "creationDateTimeUtc": "2026-01-02T03:04:05Z", "relatedFileInfo": {"fileIdentifier": "$F1", "fileIdentifierType": "Sha1"}}"#,
            []),
        MappingCase(
            "a list of MachineActions", nil,
            #"{"value": [{"id": "1", "type": "StopAndQuarantineFile", "requestorComment": "y", "machineId": "$M1", "relatedFileInfo": {"fileIdentifier": "$F1"}}]}"#,
            []),
        MappingCase(
            "an evidence object on a line of its own", nil,
            #"{"entityType": "File", "sha1": "$F1", "deviceId": "$M1", "fileName": "a"}"#, []),
        MappingCase(
            "a record of the old SIEM API", nil,
            #"{"results": [{"AlertId": "1", "AlertTitle": "x", "DeviceID": "$M1", "Sha1": "$F1", "FileName": "powershell.exe"}]}"#,
            []),
        MappingCase("a number", nil, "1", []),
        MappingCase("an empty array", nil, "[]", []),
        MappingCase("an array of anything", nil, #"[1, "a", null, [], {}]"#, []),
    ]
}
