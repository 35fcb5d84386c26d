/// Tables for ``ShippedMappingTests``.
enum MappingCases {
    private static func file(_ more: String) -> String {
        ##"{"@odata.type": "#microsoft.graph.security.fileEvidence", "fileDetails": {"sha1": "$F1", "fileName": "a.exe"}\##(more)}"##
    }

    private static func device(_ more: String) -> String {
        ##"{"@odata.type": "#microsoft.graph.security.deviceEvidence"\##(more)}"##
    }

    private static let machine = device(#", "mdeDeviceId": "$M1""#)

    private static func alert(_ evidence: String...) -> String {
        #"{"id": "da1_1", "status": "new", "severity": "high", "evidence": [\#(evidence.joined(separator: ", "))]}"#
    }

    private static func incident(_ members: String, _ alert: String) -> String {
        #"{"id": "7", "displayName": "x"\#(members), "alerts": [\#(alert)]}"#
    }

    static let graph: [MappingCase] = [
        MappingCase("a list", "graph-alert", #"{"value": [\#(alert(machine, file("")))]}"#, ["M1 F1"]),
        MappingCase(
            "under a collector's key", "graph-alert", #"{"ms-graph": \#(alert(machine, file("")))}"#, ["M1 F1"]),
        MappingCase(
            "evidence in a string", "graph-alert",
            ##"{"id": "1", "createdDateTime": "2026-01-02T03:04:05Z", "evidence": "{\"@odata.type\": \"#x.fileEvidence\", \"mdeDeviceId\": \"$M1\", \"fileDetails\": {\"sha1\": \"$F1\"}}"}"##,
            ["M1 F1"]),
        MappingCase(
            "evidence as an object", "graph-alert",
            ##"{"id": "1", "serviceSource": "x", "evidence": {"@odata.type": "#x.fileEvidence", "mdeDeviceId": "$M1", "fileDetails": {"sha1": "$F1"}}}"##,
            ["M1 F1"]),
        MappingCase(
            "the same file in its process stands by itself", "graph-alert",
            alert(
                machine, file(""),
                ##"{"@odata.type": "#microsoft.graph.security.processEvidence", "imageFile": {"sha1": "$F1"}, "mdeDeviceId": "$M1"}"##
            ),
            ["M1 F1"]),
        MappingCase(
            "process evidence alone", "graph-alert",
            alert(
                machine,
                ##"{"@odata.type": "#microsoft.graph.security.processEvidence", "imageFile": {"sha1": "$F1"}, "mdeDeviceId": "$M1"}"##
            ),
            ["skip no_file_evidence"]),
        MappingCase(
            "a loose hash", "graph-alert",
            alert(
                machine,
                ##"{"@odata.type": "#microsoft.graph.security.fileHashEvidence", "algorithm": "sha1", "value": "$F1"}"##
            ),
            ["skip no_file_evidence"]),
        MappingCase(
            "evidence without a type", "graph-alert", alert(machine, #"{"fileDetails": {"sha1": "$F1"}}"#),
            ["skip untyped_file"]),
        MappingCase(
            "a process on another machine makes two", "graph-alert",
            alert(machine, file(""), ##"{"@odata.type": "#x.processEvidence", "mdeDeviceId": "$M2"}"##),
            ["skip several_machines"]),
        MappingCase(
            "a device without an id is a device", "graph-alert",
            alert(machine, device(#", "deviceDnsName": "pc2""#), file("")), ["skip several_machines"]),
        MappingCase(
            "an Entra id is not the machine", "graph-alert",
            alert(device(#", "azureAdDeviceId": "$M1""#), file("")), ["skip no_machine_id"]),
        MappingCase(
            "two files on two machines", "graph-alert",
            alert(
                machine, device(#", "mdeDeviceId": "$M2""#), file(#", "mdeDeviceId": "$M1""#),
                ##"{"@odata.type": "#x.fileEvidence", "mdeDeviceId": "$M2", "fileDetails": {"sha1": "$F2"}}"##),
            ["M1 F1", "M2 F2"]),
        MappingCase("a pair twice", "graph-alert", alert(machine, file(""), file("")), ["M1 F1"]),
        MappingCase(
            "of a pair twice the open one", "graph-alert",
            alert(machine, file(#", "remediationStatus": "remediated""#), file(#", "remediationStatus": "active""#)),
            ["M1 F1"]),
        MappingCase(
            "keys that disagree", "graph-alert", alert(machine, file(#", "FileDetails": {"sha1": "$F2"}"#)),
            ["skip conflicting_keys"]),
        MappingCase(
            "machines that disagree", "graph-alert",
            alert(machine, file(#", "mdeDeviceId": "$M1", "MDEDEVICEID": "$M2""#)),
            ["skip conflicting_keys"]),
        MappingCase(
            "keys that agree", "graph-alert", alert(machine, file(#", "mdeDeviceId": "$M1", "MDEDEVICEID": "$^M1""#)),
            ["M1 F1"]),
        MappingCase(
            "verdict", "graph-alert", alert(machine, file(#", "verdict": "noThreatsFound""#)),
            ["M1 F1 (file no threats found)"]),
        MappingCase(
            "detection status", "graph-alert", alert(machine, file(#", "detectionStatus": "prevented""#)),
            ["M1 F1 (file prevented)"]),
        MappingCase(
            "a resolved incident", "graph-alert", incident(#", "status": "resolved""#, alert(machine, file(""))),
            ["M1 F1 (incident resolved)"]),
        MappingCase(
            "a false incident", "graph-alert",
            incident(#", "classification": "falsePositive""#, alert(machine, file(""))),
            ["M1 F1 (incident false positive)"]),
        MappingCase(
            "a redirected incident", "graph-alert",
            incident(#", "status": "active", "redirectIncidentId": "8""#, alert(machine, file(""))),
            ["M1 F1 (incident redirected)"]),
        MappingCase(
            "an open incident", "graph-alert",
            incident(
                #", "status": "active", "classification": "unknown", "redirectIncidentId": null"#,
                alert(machine, file(""))),
            ["M1 F1"]),
        MappingCase(
            "an incident whose keys disagree", "graph-alert",
            incident(#", "status": "active", "Status": "resolved""#, alert(machine, file(""))),
            ["skip conflicting_keys"]),
        MappingCase(
            "an incident without alerts", "graph-alert",
            ##"{"@odata.type": "#microsoft.graph.security.incident", "id": "7", "status": "active"}"##,
            ["skip no_alerts"]),
        MappingCase(
            "investigation", "graph-alert",
            ##"{"id": "1", "investigationState": "successfullyRemediated", "evidence": [\##(machine), \##(file(""))]}"##,
            ["M1 F1 (investigation successfully remediated)"]),
        MappingCase(
            "machines of another alert of the incident are not its own", "graph-alert",
            incident("", alert(machine) + ", " + alert(file("")).replacing("da1_1", with: "da2_2")),
            ["skip no_file_evidence", "skip no_machine_id"]),
    ]
}
