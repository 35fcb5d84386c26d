extension MappingCases {
    private static func file(_ more: String = "") -> String {
        #"{"entityType": "File", "sha1": "$F1", "fileName": "a.exe"\#(more)}"#
    }

    private static func alert(
        _ entities: String, devices: String = #"[{"mdatpDeviceId": "$M1"}]"#, _ more: String = ""
    ) -> String {
        #"{"alertId": "da1_1", "severity": "High", "devices": \#(devices), "entities": \#(entities)\#(more)}"#
    }

    private static func incident(_ alerts: String, _ more: String = "") -> String {
        #"{"incidentId": 7, "incidentName": "x", "severity": "High", "alerts": \#(alerts)\#(more)}"#
    }

    static let incident: [MappingCase] = [
        MappingCase(
            "a list", "defender-incident", #"{"value": [\#(incident("[\(alert("[\(file())]"))]"))]}"#, ["M1 F1"]),
        MappingCase(
            "objects in place of arrays, as a collector splits them", "defender-incident",
            incident(alert(file(), devices: #"{"mdatpDeviceId": "$M1"}"#)), ["M1 F1"]),
        MappingCase("an alert alone", "defender-incident", alert("[\(file())]"), ["M1 F1"]),
        MappingCase(
            "deviceId, as the documentation calls it", "defender-incident",
            incident("[\(alert("[\(file())]", devices: #"[{"DeviceId": "$M1"}]"#))]"), ["M1 F1"]),
        MappingCase(
            "a device that is named twice", "defender-incident",
            incident(
                "[\(alert("[\(file())]", devices: #"[{"mdatpDeviceId": "$M1", "deviceDnsName": "a"}, {"mdatpDeviceId": "$^M1", "deviceDnsName": "b"}]"#))]"
            ), ["M1 F1"]),
        MappingCase(
            "entities that name their devices", "defender-incident",
            incident(
                "[\(alert(#"[{"entityType": "File", "sha1": "$F1", "deviceId": "$M2"}, {"entityType": "File", "sha1": "$F2", "deviceId": "$M1"}]"#, devices: #"[{"mdatpDeviceId": "$M1"}, {"mdatpDeviceId": "$M2"}]"#))]"
            ), ["M2 F1", "M1 F2"]),
        MappingCase(
            "a process on another machine makes two", "defender-incident",
            incident("[\(alert(#"[\#(file()), {"entityType": "Process", "sha1": "$F2", "deviceId": "$M2"}]"#))]"),
            ["skip several_machines"]),
        MappingCase(
            "a file with its process's hash stands by itself", "defender-incident",
            incident("[\(alert(#"[\#(file()), {"entityType": "Process", "sha1": "$F1", "deviceId": "$M1"}]"#))]"),
            ["M1 F1"]),
        MappingCase(
            "an entity without a type", "defender-incident", incident("[\(alert(#"[{"sha1": "$F1"}]"#))]"),
            ["skip untyped_file"]),
        MappingCase(
            "processes, users and mail", "defender-incident",
            incident(
                "[\(alert(#"[{"entityType": "Process", "sha1": "$F1"}, {"entityType": "User"}, {"entityType": "MailMessage", "sha1": "$F2"}]"#))]"
            ), ["skip no_file_evidence"]),
        MappingCase(
            "ids that disagree", "defender-incident",
            incident("[\(alert("[\(file(#", "deviceId": "$M1", "mdatpDeviceId": "$M2""#))]"))]"),
            ["skip conflicting_keys"]),
        MappingCase(
            "hashes that disagree", "defender-incident", incident("[\(alert("[\(file(#", "SHA1": "$F2""#))]"))]"),
            ["skip conflicting_keys"]),
        MappingCase(
            "a resolved incident", "defender-incident",
            incident("[\(alert("[\(file())]"))]", #", "status": "Resolved""#),
            ["M1 F1 (incident resolved)"]),
        MappingCase(
            "a merged incident", "defender-incident",
            incident("[\(alert("[\(file())]"))]", #", "redirectIncidentId": 8"#),
            ["M1 F1 (incident redirected)"]),
        MappingCase(
            "a false incident", "defender-incident",
            incident("[\(alert("[\(file())]"))]", #", "classification": "FalsePositive""#),
            ["M1 F1 (incident false positive)"]),
        MappingCase(
            "an investigation that has done it", "defender-incident",
            incident("[\(alert("[\(file())]", #", "investigationState": "SuccessfullyRemediated""#))]"),
            ["M1 F1 (investigation successfully remediated)"]),
        MappingCase(
            "an investigation that has not", "defender-incident",
            incident("[\(alert("[\(file())]", #", "investigationState": "PartiallyRemediated""#))]"), ["M1 F1"]),
        MappingCase("an incident without alerts", "defender-incident", incident("[]"), ["skip no_alerts"]),
        MappingCase(
            "entities in a string", "defender-incident",
            incident("[\(alert(#""[{\"entityType\": \"File\", \"sha1\": \"$F1\"}]""#))]"), ["M1 F1"]),
    ]
}
