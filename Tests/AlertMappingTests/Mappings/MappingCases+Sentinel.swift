extension MappingCases {
    private static let host = #"{"$id": "1", "HostName": "pc1", "MdatpDeviceId": "$M1", "Type": "host"}"#
    private static let hash = #"{"$id": "3", "Algorithm": "SHA1", "Value": "$F1", "Type": "filehash"}"#

    private static func file(
        _ more: String = #", "Host": {"$ref": "1"}, "FileHashes": [{"$ref": "3"}]"#, id: String = "2"
    ) -> String {
        #"{"$id": "\#(id)", "Name": "a.exe", "Type": "file"\#(more)}"#
    }

    private static func row(_ entities: String..., more: String = "") -> String {
        #"{"SystemAlertId": "s-1", "AlertName": "x", "AlertSeverity": "High", "Entities": [\#(entities.joined(separator: ", "))]\#(more)}"#
    }

    private static func entity(_ kind: String, _ properties: String, id: String = "") -> String {
        #"{"id": "\#(id)", "kind": "\#(kind)", "properties": {\#(properties)}}"#
    }

    private static let apiHost = entity("Host", #""additionalData": {"MdatpDeviceId": "$M1"}"#)
    private static let apiHash = entity("FileHash", #""algorithm": "SHA1", "hashValue": "$F1""#)
    private static let apiFile = entity("File", #""fileName": "a.exe", "hostEntityId": "", "fileHashEntityIds": [""]"#)

    private static func list(_ entities: String...) -> String {
        #"{"entities": [\#(entities.joined(separator: ", "))], "metaData": []}"#
    }

    static let sentinel: [MappingCase] = [
        MappingCase("references", "sentinel", row(host, file(), hash), ["M1 F1"]),
        MappingCase(
            "all inside each other", "sentinel",
            row(#"{"$id": "2", "Type": "file", "Name": "a", "Host": \#(host), "FileHashes": [\#(hash)]}"#), ["M1 F1"]),
        MappingCase(
            "an entity that calls itself an account and a file counts as a file", "sentinel",
            row(
                host, file(#", "Host": "", "FileHashes": """#), hash,
                #"{"$id": "4", "Type": "Account", "type": "file", "Name": "b.exe"}"#),
            ["skip no_host_link"]),
        MappingCase("a list of rows", "sentinel", #"{"value": [\#(row(host, file(), hash))]}"#, ["M1 F1"]),
        MappingCase("exported records", "sentinel", #"{"records": [\#(row(host, file(), hash))]}"#, ["M1 F1"]),
        MappingCase(
            "the workspace is not a tenant", "sentinel", row(host, file(), hash, more: #", "TenantId": "workspace""#),
            ["M1 F1"]),
        MappingCase(
            "dismissed", "sentinel", row(host, file(), hash, more: #", "Status": "Dismissed""#),
            ["M1 F1 (alert dismissed)"]),
        MappingCase(
            "a file that is the image of a process", "sentinel",
            row(host, file(), hash, #"{"$id": "9", "Type": "process", "ImageFile": {"$ref": "2"}}"#),
            ["skip process_image"]),
        MappingCase(
            "also where the process comes first and holds it", "sentinel",
            row(
                host, hash,
                #"{"$id": "9", "Type": "process", "ImageFile": {"$id": "2", "Type": "file", "Name": "a", "Host": {"$ref": "1"}, "FileHashes": [{"$ref": "3"}]}}"#,
                #"{"$ref": "2"}"#), ["skip process_image"]),
        MappingCase(
            "an image is not listed", "sentinel",
            row(host, hash, #"{"$id": "9", "Type": "process", "ImageFile": \#(file())}"#), ["skip no_file_evidence"]),
        MappingCase(
            "another file with the image's hash stands by itself", "sentinel",
            row(host, file(), hash, file(id: "4"), #"{"$id": "9", "Type": "process", "ImageFile": {"$ref": "4"}}"#),
            ["M1 F1", "skip process_image"]),
        MappingCase("a hash alone", "sentinel", row(host, hash), ["skip no_file_evidence"]),
        MappingCase(
            "a host without an id", "sentinel", row(#"{"$id": "1", "HostName": "pc1", "Type": "host"}"#, file(), hash),
            ["skip bad_machine_id"]),
        MappingCase(
            "a host's Azure id is not its machine id", "sentinel",
            row(
                #"{"$id": "1", "AzureID": "$M1", "OMSAgentID": "$M1", "Type": "host"}"#,
                file(#", "FileHashes": [{"$ref": "3"}]"#), hash),
            ["skip no_machine_id"]),
        MappingCase(
            "a reference to nothing", "sentinel",
            row(host, file(#", "Host": {"$ref": "77"}, "FileHashes": [{"$ref": "3"}]"#), hash),
            ["skip bad_machine_id"]),
        MappingCase(
            "a hash that is not there", "sentinel", row(host, file(#", "FileHashes": [{"$ref": "77"}]"#), hash),
            ["skip unresolved_reference"]),
        MappingCase(
            "two entities with one number", "sentinel",
            row(host, #"{"$id": "1", "MdatpDeviceId": "$M2", "Type": "host"}"#, file(), hash), ["skip bad_machine_id"]),
        MappingCase(
            "no links, one of each", "sentinel", row(host, file(""), hash), ["M1 F1"]),
        MappingCase(
            "no links, two hashes", "sentinel",
            row(host, file(""), hash, #"{"$id": "5", "Algorithm": "SHA1", "Value": "$F2", "Type": "filehash"}"#),
            ["skip no_hash_link"]),
        MappingCase(
            "no links, two files", "sentinel", row(host, file(""), file("", id: "8"), hash), ["skip no_hash_link"]),
        MappingCase(
            "no links, two devices", "sentinel",
            row(host, #"{"$id": "7", "MdatpDeviceId": "$M2", "Type": "host"}"#, file(""), hash), ["skip no_hash_link"]),
        MappingCase(
            "no links, and a process whose image is somewhere", "sentinel",
            row(host, file(""), hash, #"{"$id": "9", "Type": "process", "ImageFile": {"$ref": ""}}"#),
            ["skip no_hash_link"]),
        MappingCase(
            "an unknown algorithm", "sentinel",
            row(host, file(#", "FileHashes": [{"Algorithm": "Unknown", "Value": "$F1", "Type": "filehash"}]"#)),
            ["skip unknown_algorithm"]),
        MappingCase(
            "a hash without an algorithm", "sentinel",
            row(host, file(#", "FileHashes": [{"Value": "$F1", "Type": "filehash"}]"#)),
            ["skip unknown_algorithm"]),
        MappingCase(
            "two hashes of one file", "sentinel",
            row(
                host,
                file(#", "FileHashes": [{"Algorithm": "SHA1", "Value": "$F1"}, {"Algorithm": "SHA1", "Value": "$F2"}]"#)
            ),
            ["skip several_hashes"]),
        MappingCase(
            "entities that cannot be read", "sentinel",
            #"{"SystemAlertId": "s-1", "AlertName": "x", "Entities": "[{"}"#,
            ["skip unreadable_json"]),
        MappingCase(
            "a row without entities", "sentinel", #"{"SystemAlertId": "s-1", "AlertName": "x", "Entities": ""}"#,
            ["skip no_file_evidence"]),
        MappingCase("the API's entities, links blank", "sentinel", list(apiHost, apiFile, apiHash), ["M1 F1"]),
        MappingCase("in an array", "sentinel", "[\(apiHost), \(apiFile), \(apiHash)]", ["M1 F1"]),
        MappingCase("in a list", "sentinel", #"{"value": [\#(apiHost), \#(apiFile), \#(apiHash)]}"#, ["M1 F1"]),
        MappingCase(
            "links blank, and sha256 beside it", "sentinel",
            list(apiHost, apiFile, apiHash, entity("FileHash", #""algorithm": "SHA256", "hashValue": "$F2""#)),
            ["M1 F1"]),
        MappingCase(
            "links blank, two SHA-1", "sentinel",
            list(apiHost, apiFile, apiHash, entity("FileHash", #""algorithm": "SHA1", "hashValue": "$F2""#)),
            ["skip no_host_link"]),
        MappingCase(
            "links blank, two files", "sentinel",
            list(apiHost, apiFile, apiFile.replacing("a.exe", with: "b.exe"), apiHash), ["skip no_host_link"]),
        MappingCase(
            "links blank, two devices", "sentinel",
            list(apiHost, entity("Host", #""additionalData": {"MdatpDeviceId": "$M2"}"#), apiFile, apiHash),
            ["skip no_host_link"]),
        MappingCase(
            "links blank, a device without an id beside it", "sentinel",
            list(apiHost, entity("Host", #""hostName": "pc2""#), apiFile, apiHash),
            ["skip no_host_link"]),
        MappingCase(
            "links blank, and a process's image too", "sentinel",
            list(apiHost, apiFile, apiHash, entity("Process", #""imageFileEntityId": """#)), ["skip no_host_link"]),
        MappingCase(
            "an image by its id, in another letter case", "sentinel",
            list(
                apiHost, entity("File", #""fileName": "a", "fileHashEntityIds": ["/s"]"#, id: "/F/1"),
                entity("FileHash", #""algorithm": "SHA1", "hashValue": "$F1""#, id: "/s"),
                entity("Process", #""imageFileEntityId": "/f/1""#)), ["skip process_image"]),
        MappingCase(
            "a file that was blocked", "sentinel",
            list(
                apiHost,
                entity(
                    "File", #""fileHashEntityIds": ["/s"], "additionalData": {"DetectionStatus": "Blocked"}"#, id: "/f"),
                entity("FileHash", #""algorithm": "sha1", "hashValue": "$F1""#, id: "/s")), ["M1 F1 (file blocked)"]),
        MappingCase(
            "a closed incident", "sentinel",
            #"{"object": {"name": "i", "properties": {"status": "Closed", "relatedEntities": [\#(apiHost), \#(apiFile), \#(apiHash)]}}}"#,
            ["M1 F1 (incident closed)"]),
        MappingCase(
            "a false incident", "sentinel",
            #"{"object": {"name": "i", "properties": {"classification": "BenignPositive", "relatedEntities": [\#(apiHost), \#(apiFile), \#(apiHash)]}}}"#,
            ["M1 F1 (incident benign positive)"]),
        MappingCase(
            "an incident without entities", "sentinel",
            #"{"id": "/i", "name": "i", "type": "Microsoft.SecurityInsights/Incidents", "properties": {"title": "x"}}"#,
            ["skip no_entities"]),
        MappingCase(
            "an alert of the API", "sentinel",
            #"{"id": "/a", "kind": "SecurityAlert", "properties": {"systemAlertId": "s-1", "status": "New"}}"#,
            ["skip no_entities"]),
        MappingCase(
            "a hash whose keys disagree is no only hash", "sentinel",
            row(
                host, file(""),
                #"{"$id": "3", "Algorithm": "SHA1", "algorithm": "MD5", "Value": "$F1", "Type": "filehash"}"#),
            ["skip no_hash_link"]),
        MappingCase(
            "an image among flattened entities", "sentinel",
            #"[{"Type": "host", "friendlyName": "x", "additionalData": {"MdatpDeviceId": "$M1"}}, {"Type": "file", "id": "/f", "fileName": "a", "fileHashEntityIds": ["/s"]}, {"Type": "filehash", "id": "/s", "algorithm": "SHA1", "hashValue": "$F1"}, {"Type": "process", "id": "/p", "imageFileEntityId": "/f"}]"#,
            ["skip process_image"]),
        MappingCase(
            "long strings that disagree at their end", "sentinel",
            row(
                host, file(), hash,
                more:
                    #", "ENTITIES": [\#(host), \#(file()), {"$id": "3", "Algorithm": "SHA1", "Value": "$F2", "Type": "filehash"}]"#
            ),
            ["skip conflicting_keys"]),
        MappingCase(
            "also as text", "sentinel",
            #"{"SystemAlertId": "s-1", "Entities": "[                                                              1]", "entities": "[                                                              2]"}"#,
            ["skip conflicting_keys"]),
        MappingCase(
            "flattened entities", "sentinel",
            #"[{"hostName": "pc", "additionalData": {"MdatpDeviceId": "$M1"}, "friendlyName": "pc", "Type": "host"}]"#,
            ["skip no_file_evidence"]),
    ]
}
