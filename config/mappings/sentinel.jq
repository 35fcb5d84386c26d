# Microsoft Sentinel: SecurityAlert rows, entities of its API, and the incident trigger of a playbook.
# lazaret-keys: Entities ExtendedProperties RelatedEntities object properties value records
# ---- prelude: the same text in all six shipped mappings ----
# libjq 1.6 binds slowly (every operator and every `if` costs some 0.1 ms at start), hence tables in place of comparisons.
def low: if test("[A-Z]"; null) then ascii_downcase else . end;
def like($other): . == $other or ([., $other | strings | select(length <= 60) | low] | .[1] and .[0] == .[1]);
def text: if type == "string" then . else null end;
def ident: if type == "number" then tostring elif . == "" then null else text end;
def many: if type == "array" then .[] else objects end;
# The JSON that a string holds; the string itself where it holds none, or an object with one key twice (the gate has not seen it).
def parsed: if type != "string" or (startswith("{") or startswith("[") or test("\\A[ \t\r\n]+[\\[{]"; null) | not) then .
  else . as $text | (fromjson? // (gsub("\\\\u[Dd][89A-Fa-f][0-9A-Fa-f]{2}"; "\\ufffd") | fromjson?) // null) as $value
    | ($value | tojson) as $json
    | if $value == null then $text
      elif $json == $text then $value
      elif (_strindices("\":") | length) == ($json | _strindices("\":") | length)
          and (test("\"[ \t\r\n]|\\\\u00(?:22|3[aA])"; null) | not) then $value
      elif ([match("\"(?:[^\"\\\\]|\\\\.)*\"([ \t\r\n]*:)?"; "g").captures[0].string | strings] | length)
          == ([$value | .. | objects | length] | add // 0) then $value
      else $text end end;
# any/2, which costs libjq ten times as much.
def some(generator; condition): [generator | select(condition)] != [];
def hex40: if type != "string" or length != 40 then null elif test("\\A[0-9a-f]{40}\\z"; null) then .
  elif test("[^0-9A-Fa-f]"; null) then null else ascii_downcase end;
# unique, which costs libjq four times as much.
def distinct: if .[1:] == [] then . else unique end;

# What an object holds of the keys of $known (whose values do not matter), however their letters are cased; $names leads from
# lower case to a key of $known that has capitals. CONFLICT: two spellings of one key disagree.
def fold($known; $names): if ($known + . | length) == ($known | length) then .
  else . as $object | reduce keys_unsorted[] as $key ({};
        (if $known | has($key) then $key else ($key | .[:60] | ascii_downcase) as $low | $names[$low] // $low end) as $name
        | if $known | has($name) | not then .
          elif has($name) and (.[$name] | like($object[$key]) | not) then .CONFLICT = true
          else .[$name] = $object[$key] end) end;
# Whether the keys, each in quotation marks, match the pattern in any letter case.
def keyed($pattern): keys_unsorted | tojson | test($pattern; "i");

def severity: if . == null then null else {"High": "high", "high": "high", "Medium": "medium", "medium": "medium", "Low": "low", "low": "low"}[tostring]
  // {"informational": "informational", "low": "low", "medium": "medium", "high": "high", "critical": "high"}
    [tostring | .[:60] | ascii_downcase] end;
# RFC 3339: a time without an offset is UTC; the year 1 of .NET is no time.
def moment: if type != "string" or (startswith("20") | not) then null elif endswith("Z") then .
  elif test("\\A.{10}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})?\\z"; null) then
    .[:10] + "T" + .[11:] | if test("([Zz]|[+-][0-9]{2}:[0-9]{2})\\z"; null) then . else . + "Z" end
  else null end;
def tenant: if . then tostring else null end;
# The ids of devices that . names for itself, or null.
def own: if .machineId or .deviceId or .mdeDeviceId or .mdatpDeviceId then
    [.machineId, .deviceId, .mdeDeviceId, .mdatpDeviceId] - [null, ""] | if . == [] then null else . end else null end;

# What the first of these words (status, classification, verdict …) says that says that the matter is closed, after $what; else null.
def closed($what): . - [null, "New", "new", "InProgress", "inProgress", "Active", "active", "none", "unknown", "Unknown", "Queued", "Running",
    "UnsupportedOs", "UnsupportedAlertType", "TruePositive", "truePositive", "NotAvailable", "Detected", "detected", "Suspicious", "suspicious", "Malicious",
    "malicious", "terminatedBySystem", "TerminatedBySystem"]
  | if . == [] then null
    else [.[] | {"resolved": "resolved", "closed": "closed", "dismissed": "dismissed", "redirected": "redirected", "falsepositive": "false positive",
        "benign": "benign", "benignpositive": "benign positive", "informationalexpectedactivity": "expected activity", "expectedactivity": "expected activity",
        "notmalicious": "not malicious", "clean": "not malicious", "securitytesting": "security testing", "securitypersonnel": "security testing",
        "lineofbusinessapplication": "line of business application", "confirmedactivity": "expected activity",
        "confirmeduseractivity": "expected activity", "successfullyremediated": "successfully remediated", "remediated": "remediated",
        "prevented": "prevented", "blocked": "blocked", "notfound": "not found", "nothreatsfound": "no threats found"}
        [tostring | .[:60] | ascii_downcase | split(" ") | join("") | split("_") | join("") | split("-") | join("")] | strings]
      | if . == [] then null else $what + .[0] end end;

# The name of a host, with its domain if it has one: what patterns of protected machines are matched against.
def hostName: if .DnsDomain == null then .HostName | text | if . == "" then null else . end
  else [.HostName, .DnsDomain] | map(text) - [null, ""]
    | if .[1:] != [] and (.[0] | contains(".") | not) then join(".") else .[0] end end;

# A device's name by its id, in lower case where it is one; and the name of a machine.
def nameOf($id): . as $name | {"\($id | hex40 // .)": $name};
def nameIn($names): if type == "string" then $names[.] else null end;

# An order for the File in ., which has sha1, sha256 and fileName, or why there is none. $own: the ids of devices that the file
# names, or null. $alert: machine or without (why it has none), names by machine, handled, common (to all of its orders).
def order($alert; $own; $handled):
  .sha1 as $hash | (if $own then $own[0] else $alert.machine end) as $device
  | ("\($hash)/\($device)" | test("\\A[0-9a-f]{40}/[0-9a-f]{40}\\z"; null)) as $lower
  | (if $lower then $hash else $hash | hex40 end) as $sha1 | (if $lower then $device else $device | hex40 end) as $machine
  | {"da39a3ee5e6b4b0d3255bfef95601890afd80709": "empty_file_hash", "0000000000000000000000000000000000000000": "zero_hash"}[$sha1 // ""] as $bad
  | if .CONFLICT then "conflicting_keys"
    elif .fileName | type == "string" and (startswith("a") or startswith("A")) and test("\\Aamsistream-"; "i") then "amsi_stream"
    elif $bad then $bad
    elif $sha1 | not then
      if [$hash] - [null, ""] != [] then "bad_sha1"
      elif [.sha256] - [null, ""] != [] then "sha256_only" else "no_sha1" end
    elif $machine | not then
      if $own then "bad_machine_id"
      else $alert.without // (if [$device] - [null, ""] != [] then "bad_machine_id" else "no_machine_id" end) end
    elif $own and some($own[]; like($machine) | not) then "conflicting_keys"
    else $alert.common + {machineId: $machine, sha1: $sha1, fileName: (.fileName | text),
      machineName: ($machine | nameIn($alert.names)), handled: ($alert.handled // $handled)} end
  | if type == "string" then {skip: ., alertId: $alert.common.alertId} else . end;
# The device of an alert that names these ids: machine, or why there is none.
def device: map(hex40 // .) | distinct | if .[1:] != [] then {without: "several_machines"} else {machine: .[0]} end;
def comment: "Stop and quarantine file on machine due to " + if . then "alert " + . else "an alert without an id" end;

# One output a pair and alert: of two the open one, then the graver, then the later.
def rank: [.handled == null, ({"informational": 0, "low": 1, "high": 3}["\(.severity)"] // 2), .detectedAt];
def merged: if length < 2 then .[]
  else reduce .[] as $output ({};
      ([$output.alertId, $output.tenantId, $output.machineId, $output.sha1, $output.skip] | tojson) as $key
      | if has($key) and ((.[$key] | rank) >= ($output | rank)) then . else .[$key] = $output end)
    | .[] end;
# What a document gives that is a record, an array of records or an envelope of them (an object with one of the keys $names, a|b).
# A list with one record of the shape is ours, whatever else is in it.
def read($names; isRecord; outputs):
  def ours: type == "object" and isRecord;
  def isEnvelope: type == "object" and keyed("\"(?:\($names))\"");
  def opened:
    if isEnvelope then
      . as $object
      | [keys_unsorted[] | select(test("\\A(?:\($names))\\z"; "i")) | $object[.] | parsed | select(type == "array" or type == "object")]
      | unique | if .[1:] != [] then null elif . == [] then [$object] else .[0] | many | [.] end
    else [.] end;
  if ours then outputs
  elif type == "object" and (isEnvelope | not) then empty
  else [(arrays | .[]), objects | if ours then [.] else opened end
      | if . then .[0] | if ours then outputs else 1 end else 0 end]
    | if some(.[]; type == "object") | not then empty
      elif some(.[]; . == 0) then {skip: "conflicting_keys"}
      else map(if type == "number" then {skip: "not_an_alert"} else . end) | merged end end;
# ---- end of the prelude ----

# The keys of rows and incidents; of entities as they stand in a row, with those of the bag AdditionalData; and what the API and
# flattened entities call the same.
def alertKeys: {TenantId: 0, TimeGenerated: 0, DisplayName: 0, AlertName: 0, AlertSeverity: 0, Description: 0, ProviderName: 0, VendorName: 0,
  VendorOriginalId: 0, SystemAlertId: 0, ResourceId: 0, SourceComputerId: 0, AlertType: 0, ConfidenceLevel: 0, ConfidenceScore: 0, IsIncident: 0,
  StartTime: 0, EndTime: 0, ProcessingEndTime: 0, RemediationSteps: 0, ExtendedProperties: 0, Entities: 0, SourceSystem: 0, WorkspaceSubscriptionId: 0,
  WorkspaceResourceGroup: 0, ExtendedLinks: 0, ProductName: 0, ProductComponentName: 0, AlertLink: 0, Status: 0, CompromisedEntity: 0, Tactics: 0,
  Techniques: 0, SubTechniques: 0, Type: 0, Severity: 0, AlertDisplayName: 0, ProviderAlertId: 0, Classification: 0, RelatedEntities: 0, Alerts: 0, Title: 0,
  MetaData: 0, Name: 0, Properties: 0, Object: 0, Id: 0, Kind: 0, CreatedTimeUtc: 0, IncidentNumber: 0};
def alertNames: {timegenerated: "TimeGenerated", displayname: "DisplayName", alertname: "AlertName", alertseverity: "AlertSeverity",
  vendororiginalid: "VendorOriginalId", systemalertid: "SystemAlertId", starttime: "StartTime", starttimeutc: "StartTime", entities: "Entities",
  status: "Status", severity: "Severity", alertdisplayname: "AlertDisplayName", provideralertid: "ProviderAlertId", classification: "Classification",
  relatedentities: "RelatedEntities", alerts: "Alerts", title: "Title", name: "Name", properties: "Properties", object: "Object", id: "Id", kind: "Kind",
  createdtimeutc: "CreatedTimeUtc", incidentnumber: "IncidentNumber"};
def entityKeys: {"$id": 0, "$ref": 0, Type: 0, Directory: 0, Name: 0, Host: 0, FileHashes: 0, SizeInBytes: 0, Algorithm: 0, Value: 0, HostName: 0,
  DnsDomain: 0, NTDomain: 0, NetBiosName: 0, AzureID: 0, OMSAgentID: 0, OSFamily: 0, OSVersion: 0, IsDomainJoined: 0, MdatpDeviceId: 0, MdeDeviceId: 0,
  MachineId: 0, DeviceId: 0, ImageFile: 0, ParentProcess: 0, Account: 0, ProcessId: 0, CommandLine: 0, CreationTimeUtc: 0, ElevationToken: 0,
  AdditionalData: 0, FriendlyName: 0, Kind: 0, Id: 0, FQDN: 0, DetectionStatus: 0, RemediationStatus: 0, Verdict: 0, LastRemediationState: 0, LastVerdict: 0, AadDeviceId: 0, RiskScore: 0, HealthStatus: 0, LastSeen: 0, LastIpAddress: 0,
  AvStatus: 0, OnboardingStatus: 0, LoggedOnUsers: 0, DeviceDnsName: 0, FirstSeenDateTime: 0, RbacGroupName: 0, DefenderAvStatus: 0};
def entityNames: {type: "Type", name: "Name", host: "Host", filehashes: "FileHashes", algorithm: "Algorithm", value: "Value", mdatpdeviceid: "MdatpDeviceId",
  mdedeviceid: "MdeDeviceId", machineid: "MachineId", deviceid: "DeviceId", imagefile: "ImageFile", additionaldata: "AdditionalData", kind: "Kind",
  filename: "Name", filehashentityids: "FileHashes", hostentityid: "Host", hashvalue: "Value", imagefileentityid: "ImageFile", hostname: "HostName",
  dnsdomain: "DnsDomain", detectionstatus: "DetectionStatus", remediationstatus: "RemediationStatus", verdict: "Verdict",
  lastremediationstate: "LastRemediationState", lastverdict: "LastVerdict", id: "Id", devicednsname: "DeviceDnsName"};
def apiKeys: {directory: 0, fileName: 0, friendlyName: 0, hostEntityId: 0, fileHashEntityIds: 0, additionalData: 0, hashValue: 0, algorithm: 0, hostName: 0,
  dnsDomain: 0, ntDomain: 0, netBiosName: 0, azureID: 0, omsAgentID: 0, osFamily: 0, osVersion: 0, isDomainJoined: 0, imageFileEntityId: 0, processId: 0,
  commandLine: 0, creationTimeUtc: 0, parentProcessEntityId: 0, accountEntityId: 0, elevationToken: 0, accountName: 0};
def apiNames: {filename: "fileName", hostentityid: "hostEntityId", filehashentityids: "fileHashEntityIds", additionaldata: "additionalData",
  hashvalue: "hashValue", hostname: "hostName", dnsdomain: "dnsDomain", imagefileentityid: "imageFileEntityId"};

def isBlank: if type == "string" then . == "" else [.] - [null, [], {}, {"$ref": ""}, {"$ref": null}] == [] end;
def isAPI: has("kind") and has("properties")
  or (has("Type") or has("$ref") | not) and keyed("\\A(?=.*\"kind\")(?=.*\"properties\")");
def ref: .["$ref"] // .["$REF"];
def ids: if .MdatpDeviceId or .MdeDeviceId or .MachineId or .DeviceId then
    [.MachineId, .DeviceId, .MdeDeviceId, .MdatpDeviceId] - [null, ""] | if . == [] then null else . end else null end;
def settled: [.RemediationStatus, .LastRemediationState, .DetectionStatus, .Verdict, .LastVerdict] | closed("file ");

# What a host or file and its AdditionalData say: own, the ids of devices that it names, or null; closed; its name.
def owned: if .AdditionalData then
    (.AdditionalData | parsed | if type == "object" then fold(entityKeys; entityNames) else {} end) as $bag
    | {own: ([., $bag | ids | arrays | .[]] | if . == [] then null else . end), closed: (settled // ($bag | settled)),
        CONFLICT: (.CONFLICT or $bag.CONFLICT), name: (($bag.DeviceDnsName | text) // hostName)}
  elif .Type == "host" then {own: ids, name: hostName} else {own: ids, closed: settled} end;
# An entity of any form as one of a row: its Type is host, file, filehash, process or another; or CONFLICT.
# What is plainly neither is not read further, where one key alone says what it is.
def entity: if {"account": 1, "Account": 1, "ip": 1, "Ip": 1, "url": 1, "Url": 1, "malware": 1, "Malware": 1}["\(.Type // .kind)"]
    and ([keys_unsorted[] | select(length == 4) | ascii_downcase | select(. == "type" or . == "kind")] | length == 1) then
    {"$id": (.["$id"] // .id), Type: "another"}
  else if isAPI then
      fold({"id": 0, "kind": 0, "properties": 0, "type": 0, "name": 0}; {}) as $outside
      | ($outside.properties | parsed | if type == "object" then fold(apiKeys; apiNames) else {CONFLICT: true} end)
      | {Type: $outside.kind, "$id": $outside.id, Name: .fileName, Algorithm: .algorithm, Value: .hashValue,
          FileHashes: .fileHashEntityIds, Host: .hostEntityId, ImageFile: .imageFileEntityId, HostName: .hostName,
          DnsDomain: .dnsDomain, AdditionalData: .additionalData, CONFLICT: (.CONFLICT or $outside.CONFLICT)}
    else fold(entityKeys; entityNames) end
    | .["$id"] = (.["$id"] // .Id) | .Type = (.Type // .Kind | tostring | .[:60]
        | if {"host": 1, "file": 1, "filehash": 1, "process": 1}[.] then . else ascii_downcase end)
    | if .Type == "host" or .Type == "file" then . + owned else . end end;
# The entities inside the values of an entity, at any depth.
def deep: if type == "object" then ., (.[] | deep) elif type == "array" then .[] | deep else empty end;
def inner: .[] | deep
  | select(has("Type") or has("kind") or has("Algorithm") or ((length > 1 or (has("$ref") | not)) and keyed("type|kind|algor")))
  | entity;
def isSHA1: .Algorithm | tostring | {"SHA1": 1, "SHA256": 2, "MD5": 2}[.] // (.[:60] | if test("\\Asha-?1\\z"; "i") then 1 else 2 end)
  | . == 1;
# The entity that a link leads to; {LOST: true} where there is none, or more than one.
def follow($index): (if type == "string" then $index[.] elif type != "object" then null
    elif ref == null then entity else $index["\(ref)"] end) // {LOST: true};

# The hash of a File: sha1 or sha256, or a skip. alone: the only SHA-1 of an alert that has one file, one device and no other.
def hash($index; alone):
  [.FileHashes | parsed | if type == "array" then .[] else . end | select(isBlank | not) | follow($index)] as $hashes
  | if $hashes == [] then alone | if . then {sha1: .} else {skip: "no_hash_link"} end
    else ([$hashes[] | select(isSHA1) | .Value | hex40 // .] | distinct) as $sha1
      | if some($hashes[]; .CONFLICT) then {skip: "conflicting_keys"}
        elif $sha1[1:] != [] then {skip: "several_hashes"}
        elif $sha1 != [] then {sha1: $sha1[0]}
        elif some($hashes[]; .LOST) then {skip: "unresolved_reference"}
        elif some($hashes[]; .Value and (.Algorithm | tostring | .[:60] | test("\\A(?:md5|sha-?256(?:ac)?)\\z"; "i") | not)) then
          {skip: "unknown_algorithm"}
        else {sha256: $hashes[0].Value} end end;

# Entities by their $id; LOST where two share one.
def indexed: map(select(.["$id"] | isBlank | not) | {"\(.["$id"])": .}) | (add // {}) as $last
  | if ($last | length) == length then $last
    else group_by(keys_unsorted[0]) | map(unique | if .[1:] == [] then .[0] else .[0] | map_values({LOST: true}) end) | add end;

# The outcomes of an alert that has common and handled, and of its entities.
def alert($raw):
  . as $alert | .common.alertId as $id | [$raw | many | objects] as $top
  | [$top[] | select(has("$ref") or has("$REF"))] as $links
  | [if $links == [] then $top[] else $top[] | select(ref == null) end | entity] as $entities
  | ($entities + [$top[] | if isAPI then empty else inner end]) as $all | ($all | indexed) as $index
  | [$all[] | select(.Type == "host")] as $hosts
  | [$all[] | select(.Type == "file")] as $allFiles
  | [($entities[], ($links[] | select(ref) | follow($index))) | select(.Type == "file")] as $files
  | [$all[].ImageFile | select(. != null)] as $images
  | [$images[] | if type == "object" then ref // .["$id"] // .["$ID"] else . end | tostring | low] as $imageIDs
  | ([($hosts[] | if .CONFLICT then "" else .own // [null] | .[] end), ($allFiles[] | .own // empty | .[])]
      | distinct | map(hex40 // .) | distinct) as $ids
  | # The only SHA-1, where all that could be linked is there once.
    def alone:
      if ($allFiles | length) == 1 and ($ids | length) == 1 and (some($images[]; isBlank) or some($all[]; .CONFLICT) | not) then
        [$all[] | select((.Type == "filehash" or .Algorithm) and isSHA1) | .Value | hex40 // .]
        | distinct | if length == 1 then .[0] else null end
      else null end;
    def outcome:
      [.Host | select(isBlank | not) | follow($index)] as $host
      | ([.own, $host[].own | arrays | .[]]
          | if . != [] then . elif $host != [] then ["unreadable"] else null end) as $own
      | (if $images != [] and (.["$id"] | isBlank | not) and ([.["$id"] | tostring | low] - $imageIDs == []) then
            {skip: "process_image"}
          elif .CONFLICT or $host[0].CONFLICT then {skip: "conflicting_keys"}
          elif .own == null and .Host == "" and (alone | not) then {skip: "no_host_link"}
          else hash($index; alone) end) as $hash
      | if $hash.skip then $hash + {alertId: $id}
        else [if $host[0].name then $host[] else $hosts[] end | select(.name)
            | (.own // [null] | .[0]) as $id | .name | nameOf($id)] as $names | .closed as $handled
          | ($hash + {fileName: .Name})
          | order($alert + (if $own then {} else $ids | device end) + {names: ($names | add // {})}; $own; $handled) end;
    if $files == [] then {skip: "no_file_evidence", alertId: $id} else [$files[] | outcome] | merged end;

def about($id; $title; $grade; $time; $closed):
  {common: {alertId: $id, comment: ($id | comment), tenantId: null, title: ($title | text), severity: ($grade | severity),
    detectedAt: ($time | moment)}, handled: $closed};
def judged($what): [.Status, .Classification] | closed($what);

# A SecurityAlert: a row, or the properties of an alert of the API, folded.
def securityAlert($incident): ((.SystemAlertId | ident) // (.VendorOriginalId | ident) // (.ProviderAlertId | ident)) as $id
  | (.Entities | parsed) as $entities
  | if .CONFLICT then {skip: "conflicting_keys", alertId: $id}
    elif $entities | type == "string" and . != "" then {skip: "unreadable_json", alertId: $id}
    else about($id; .AlertName // .AlertDisplayName // .DisplayName; .AlertSeverity // .Severity;
        .TimeGenerated // .StartTime; judged("alert ") // $incident)
      | alert($entities) end;
def folded: parsed | if type == "object" then fold(alertKeys; alertNames) else {} end;

# An incident: the trigger's object.
def incident: folded as $outside | ($outside.Properties | folded) as $incident
  | [$incident.Alerts | parsed | many | objects | folded | . + (.Properties | folded)] as $alerts
  | ((if $alerts | length == 1 then $alerts[0].SystemAlertId | ident else null end) // ($outside.Name | ident)
      // ($incident.IncidentNumber | ident)) as $id | ($incident | judged("incident ")) as $closed
  | ($incident.RelatedEntities // $incident.Entities // $outside.RelatedEntities | parsed) as $related
  | if some($outside, $incident, $alerts[]; .CONFLICT) then {skip: "conflicting_keys", alertId: $id}
    else ($alerts[] | select(.Entities) | securityAlert($closed)),
      (about($id; $incident.Title; $incident.Severity; $incident.CreatedTimeUtc;
          $closed // (if $alerts != [] and all($alerts[]; judged("")) then $alerts[0] | judged("alert ") else null end))
        | if $related then alert($related) elif some($alerts[]; .Entities) then empty
          else {skip: "no_entities", alertId: $id} end) end;

def isEntity: isAPI or keyed("\\A(?=.*\"type\")(?=.*\"(?:[$]id|friendlyname)\")");
def isPlain: has("Entities") and has("SystemAlertId");
def isRow: isPlain or keyed("\\A(?=.*\"(?:entities|extendedproperties)\")"
  + "(?=.*\"(?:systemalertid|vendororiginalid|alertname|alertdisplayname|providername|alertseverity)\")");
def isAlert: isAPI and (folded.Kind | tostring | .[:60] | ascii_downcase == "securityalert");
def isIncident: keyed("\"(?:object|relatedentities)\"")
    and some(if has("object") then .object else .[] end | objects; keyed("\"properties\""))
  or (.type | type == "string" and (.[-60:] | test("SecurityInsights/Incidents\\z"; "i"))) and keyed("\"properties\"");
def isEntities: keyed("\"entities\"")
  and some(if has("entities") then .entities else fold(alertKeys; alertNames).Entities end | parsed | many | objects; isEntity);
def isList: type == "array" and some(.[] | objects; isEntity and (isAlert or isIncident | not));

def outputs: if isRow then fold(alertKeys; alertNames) | securityAlert(null)
  elif isAlert then
    folded | .Properties | folded
    | if .Entities then securityAlert(null)
      else {skip: "no_entities", alertId: ((.SystemAlertId | ident) // (.ProviderAlertId | ident))} end
  elif isIncident then . as $document | (if has("object") then .object else folded.Object // $document end) | incident
  else folded | .CONFLICT as $conflict | .Entities as $entities | about(null; null; null; null; null)
    | if $conflict then {skip: "conflicting_keys"} else alert($entities | parsed) end end;

(if type == "object" and has("value") then .value | parsed else . end) as $list
| if $list | isList then about(null; null; null; null; null) | alert($list)
  else read("value|records"; isRow or isAlert or isIncident or isEntities; outputs) end
