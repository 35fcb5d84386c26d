extension MappingCases {
    private static func record(_ row: String, table: String = "AlertEvidence", _ more: String = "") -> String {
        #"{"time": "2026-01-02T03:04:05Z", "category": "AdvancedHunting-\#(table)", "properties": \#(row)\#(more)}"#
    }

    private static func row(_ more: String, alert: String = "da1_1") -> String {
        #"{"AlertId": "\#(alert)", "EntityType": "File", "SHA1": "$F1", "FileName": "a.exe"\#(more)}"#
    }

    private static func machine(_ id: String, _ more: String = "") -> String {
        #"{"AlertId": "da1_1", "EntityType": "Machine", "DeviceId": "\#(id)"\#(more)}"#
    }

    /// AdditionalFields as the wire has them: JSON in a string.
    private static func additional(_ json: String) -> String {
        #", "AdditionalFields": "\#(json.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))""#
    }

    static let streaming: [MappingCase] = [
        MappingCase("one record", "streaming", record(row(#", "DeviceId": "$M1""#)), ["M1 F1"]),
        MappingCase("an array of records", "streaming", "[\(record(row(#", "DeviceId": "$M1""#)))]", ["M1 F1"]),
        MappingCase("a row alone", "streaming", row(#", "DeviceId": "$M1""#), ["M1 F1"]),
        MappingCase(
            "the answer of one hunting API", "streaming",
            #"{"Schema": [{"Name": "AlertId", "Type": "String"}], "Results": [\#(row(#", "DeviceId": "$M1""#))]}"#,
            ["M1 F1"]),
        MappingCase(
            "and of the other", "streaming",
            #"{"@odata.context": "x", "schema": [], "results": [\#(row(#", "DeviceId": "$M1""#))]}"#, ["M1 F1"]),
        MappingCase("an empty answer", "streaming", #"{"Schema": [], "Results": []}"#, ["skip no_rows"]),
        MappingCase(
            "the device inside AdditionalFields", "streaming",
            record(
                row(
                    #", "DeviceId": null"# + additional(#"{"Name": "a.exe", "Host": {"$id": "2", "MachineId": "$M1"}}"#)
                )), ["M1 F1"]),
        MappingCase(
            "by its other names", "streaming",
            #"{"records": [\#(record(row(additional(#"{"Host": {"MdatpDeviceId": "$M1"}}"#)))), \#(record(row(additional(#"{"host": {"deviceid": "$M2"}}"#), alert: "da2_2")))]}"#,
            ["M1 F1", "M2 F1"]),
        MappingCase(
            "AdditionalFields as an object", "streaming",
            record(row(#", "AdditionalFields": {"Host": {"MachineId": "$M1"}}"#)),
            ["M1 F1"]),
        MappingCase(
            "a half surrogate in a name hides nothing", "streaming",
            record(row(additional(#"{"Name": "\ud800.exe", "Host": {"MachineId": "$M1"}}"#))), ["M1 F1"]),
        MappingCase(
            "a device id that is no string, beside another alert's good row", "streaming",
            #"[{"AlertId": "a1", "EntityType": "File", "SHA1": "$F2", "DeviceName": "pc1"}, "#
                + #"{"AlertId": "a1", "EntityType": "Machine", "DeviceId": 5, "DeviceName": "pc1"}, "#
                + #"{"AlertId": "a2", "EntityType": "File", "SHA1": "$F1", "DeviceId": "$M1", "DeviceName": "pc2"}]"#,
            ["skip bad_machine_id", "M1 F1"]),
        MappingCase(
            "a key twice inside a string", "streaming",
            record(row(additional(#"{"Host": {"MachineId": "$M2", "MachineId": "$M1"}}"#))), ["skip bad_machine_id"]),
        MappingCase(
            "spaces and colons inside a string", "streaming",
            record(row(additional(#"{"Name" : "a\": b", "Host": {"MachineId" :"$M1"}}"#))), ["M1 F1"]),
        MappingCase(
            "columns and AdditionalFields disagree", "streaming",
            record(row(#", "DeviceId": "$M1""# + additional(#"{"Host": {"MachineId": "$M2"}}"#))),
            ["skip conflicting_keys"]),
        MappingCase(
            "a host that is only a name", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row(additional(#"{"Host": {"HostName": "pc2"}}"#))))]}"#,
            ["skip bad_machine_id"]),
        MappingCase(
            "AdditionalFields that cannot be read", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row(additional(#"{"Host": "#))))]}"#,
            ["skip bad_machine_id"]),
        MappingCase(
            "the machine of the alert's other row", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row(#", "DeviceId": """#)))]}"#, ["M1 F1"]),
        MappingCase(
            "not of another alert's row", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row("", alert: "da2_2")))]}"#,
            ["skip no_file_evidence", "skip no_machine_id"]),
        MappingCase(
            "a file that names its device by name: the same", "streaming",
            #"{"records": [\#(record(machine("$M1", #", "DeviceName": "PC1""#))), \#(record(row(#", "DeviceName": "pc1""#)))]}"#,
            ["M1 F1"]),
        MappingCase(
            "another", "streaming",
            #"{"records": [\#(record(machine("$M1", #", "DeviceName": "pc1""#))), \#(record(row(#", "DeviceName": "pc2""#)))]}"#,
            ["skip bad_machine_id"]),
        MappingCase(
            "an alert's rows again", "streaming",
            #"{"records": [\#(record(row(#", "DeviceId": "$M1""#))), \#(record(row(#", "DeviceId": "$^M1""#)))]}"#,
            ["M1 F1"]),
        MappingCase(
            "severity from AlertInfo", "streaming",
            #"{"records": [\#(record(#"{"AlertId": "da1_1", "Severity": "Low", "Title": "x"}"#, table: "AlertInfo")), \#(record(row(#", "DeviceId": "$M1""#)))]}"#,
            ["M1 F1"]),
        MappingCase(
            "AlertInfo alone", "streaming", record(#"{"AlertId": "da1_1", "Severity": "Low"}"#, table: "AlertInfo"),
            ["skip no_file_evidence"]),
        MappingCase(
            "telemetry", "streaming",
            record(
                #"{"ActionType": "FileCreated", "DeviceId": "$M1", "SHA1": "$F1", "FileName": "a"}"#,
                table: "DeviceFileEvents"),
            ["skip telemetry"]),
        MappingCase(
            "telemetry that dresses up", "streaming",
            record(row(#", "DeviceId": "$M1", "ActionType": "FileCreated""#), table: "DeviceFileEvents"),
            ["skip telemetry"]),
        MappingCase(
            "telemetry rows of a hunting answer", "streaming",
            #"{"schema": [], "results": [{"Timestamp": "2026-01-02T03:04:05Z", "DeviceId": "$M1", "ActionType": "x", "SHA1": "$F1"}]}"#,
            ["skip telemetry"]),
        MappingCase(
            "a telemetry row alone", "streaming",
            #"{"Timestamp": "2026-01-02T03:04:05Z", "DeviceId": "$M1", "ActionType": "x", "SHA1": "$F1", "InitiatingProcessSHA1": "$F2"}"#,
            ["skip telemetry"]),
        MappingCase(
            "telemetry beside an alert", "streaming",
            #"{"records": [\#(record(#"{"ActionType": "x", "DeviceId": "$M2", "SHA1": "$F2"}"#, table: "DeviceEvents")), \#(record(row(#", "DeviceId": "$M1""#)))]}"#,
            ["skip telemetry", "M1 F1"]),
        MappingCase(
            "a process row", "streaming",
            record(row(#", "DeviceId": "$M1""#).replacing("\"File\"", with: "\"Process\"")),
            ["skip no_file_evidence"]),
        MappingCase(
            "a row without a type", "streaming",
            #"{"Schema": [], "Results": [{"AlertId": "da1_1", "DeviceId": "$M1", "SHA1": "$F1"}]}"#,
            ["skip untyped_file"]),
        MappingCase(
            "what became of the file", "streaming",
            record(
                row(
                    #", "DeviceId": "$M1""#
                        + additional(#"{"LastVerdict": "NoThreatsFound", "Host": {"LastRemediationState": "Active"}}"#))
            ),
            ["M1 F1 (file no threats found)"]),
        MappingCase(
            "what became of the host is not of the file", "streaming",
            record(
                row(
                    #", "DeviceId": "$M1""#
                        + additional(#"{"Host": {"MachineId": "$M1", "LastRemediationState": "Remediated"}}"#))),
            ["M1 F1"]),
        MappingCase(
            "hashes that disagree", "streaming", record(row(#", "DeviceId": "$M1", "Sha1": "$F2""#)),
            ["skip conflicting_keys"]),
        MappingCase(
            "a record whose properties are a string", "streaming",
            record(#""{\"AlertId\": \"da1_1\", \"EntityType\": \"File\", \"SHA1\": \"$F1\", \"DeviceId\": \"$M1\"}""#),
            ["M1 F1"]),
        MappingCase(
            "a file on another machine makes two", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row(additional(#"{"Host": {"MachineId": "$M2"}}"#)))), \#(record(row("").replacing("$F1", with: "$F2")))]}"#,
            ["M2 F1", "skip several_machines"]),
        MappingCase(
            "a process on another machine makes two", "streaming",
            #"{"records": [\#(record(machine("$M1"))), \#(record(row(additional(#"{"Host": {"MachineId": "$M2"}}"#)).replacing("\"File\"", with: "\"Process\""))), \#(record(row("")))]}"#,
            ["skip several_machines"]),
        MappingCase(
            "rows without an alert's id share nothing", "streaming",
            #"{"Schema": [], "Results": [{"EntityType": "Machine", "DeviceId": "$M1"}, {"EntityType": "File", "SHA1": "$F1"}]}"#,
            ["skip no_machine_id"]),
        MappingCase(
            "a key twice inside a string, behind an escaped colon", "streaming",
            record(row(additional(#"{"Host": {"MachineId": "$M2", "MachineId": "$M1"}, "Name": "\"\u003a"}"#))),
            ["skip bad_machine_id"]),
        MappingCase("a record without readable properties", "streaming", record(#""{""#), ["skip unreadable_json"]),
    ]
}
