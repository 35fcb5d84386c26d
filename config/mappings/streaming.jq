# Rows of advanced hunting: records of the Streaming API, and answers of the hunting APIs.
# lazaret-keys: category EntityType TableName Timestamp records results value
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

def recordKeys: {"time": 0, "tenantId": 0, "operationName": 0, "category": 0, "properties": 0, "_TimeReceivedBySvc": 0,
  "Tenant": 0, "resourceId": 0};
def recordNames: {"tenantid": "tenantId"};
def rowKeys: {"Timestamp": 0, "TimeGenerated": 0, "AlertId": 0, "EntityType": 0, "EvidenceRole": 0, "EvidenceDirection": 0,
  "SHA1": 0, "SHA256": 0, "RemoteIP": 0, "LocalIP": 0, "RemoteUrl": 0, "AccountName": 0, "AccountDomain": 0,
  "AccountSid": 0, "AccountObjectId": 0, "AccountUpn": 0, "DeviceId": 0, "DeviceName": 0, "MachineId": 0,
  "MdeDeviceId": 0, "MdatpDeviceId": 0, "ThreatFamily": 0, "AdditionalFields": 0, "MachineGroup": 0,
  "NetworkMessageId": 0, "ServiceSource": 0, "FileName": 0, "FolderPath": 0, "FileSize": 0, "ProcessCommandLine": 0,
  "EmailSubject": 0, "ApplicationId": 0, "Application": 0, "OAuthApplicationId": 0, "RegistryKey": 0,
  "RegistryValueName": 0, "RegistryValueData": 0, "Category": 0, "Categories": 0, "Title": 0, "AttackTechniques": 0,
  "DetectionSource": 0, "Severity": 0, "CloudResource": 0, "CloudPlatform": 0, "ResourceType": 0, "ResourceID": 0,
  "SubscriptionId": 0, "ReportId": 0, "TableName": 0, "Table": 0, "Type": 0, "TenantId": 0, "SourceSystem": 0,
  "Status": 0, "Classification": 0, "Determination": 0, "RemediationStatus": 0, "DetectionStatus": 0, "Verdict": 0,
  "ActionType": 0};
def rowNames: {"timestamp": "Timestamp", "timegenerated": "TimeGenerated", "alertid": "AlertId", "entitytype": "EntityType",
  "evidencerole": "EvidenceRole", "sha1": "SHA1", "sha256": "SHA256", "deviceid": "DeviceId", "devicename": "DeviceName",
  "machineid": "MachineId", "mdedeviceid": "MdeDeviceId", "mdatpdeviceid": "MdatpDeviceId",
  "additionalfields": "AdditionalFields", "filename": "FileName", "title": "Title", "severity": "Severity",
  "tablename": "TableName", "table": "Table", "type": "Type", "status": "Status", "classification": "Classification",
  "determination": "Determination", "remediationstatus": "RemediationStatus", "detectionstatus": "DetectionStatus",
  "verdict": "Verdict", "actiontype": "ActionType"};
# AdditionalFields of a File, and its Host.
def moreKeys: {"$id": 0, "Directory": 0, "Name": 0, "Host": 0, "SizeInBytes": 0, "FileHashes": 0, "CreatedTimeUtc": 0,
  "RemediationProviders": 0, "LastRemediationState": 0, "ThreatAnalysisSummary": 0, "LastVerdict": 0, "RbacScopes": 0,
  "Type": 0, "LsHash": 0, "LastAccessTimeUtc": 0, "LastWriteTimeUtc": 0, "KnownPrevalence": 0, "FirstSeen": 0,
  "ReferenceId": 0, "DetectionStatus": 0, "SuspicionLevel": 0, "EnrichmentType": 0, "IsIoc": 0, "Role": 0, "MergeByKey": 0,
  "MergeByKeyHex": 0, "RemediationStatus": 0, "Verdict": 0, "MachineId": 0, "DeviceId": 0, "MdeDeviceId": 0,
  "MdatpDeviceId": 0, "DnsDomain": 0, "HostName": 0, "NetBiosName": 0, "OSFamily": 0, "OSVersion": 0,
  "IsDomainJoined": 0, "IpInterfaces": 0, "Asset": 0, "DetailedRoles": 0, "LeadingHost": 0, "MachineIdType": 0,
  "HostMachineId": 0};
def moreNames: {"host": "Host", "hostname": "HostName", "dnsdomain": "DnsDomain", "lastremediationstate": "LastRemediationState", "lastverdict": "LastVerdict",
  "detectionstatus": "DetectionStatus", "remediationstatus": "RemediationStatus", "verdict": "Verdict",
  "machineid": "MachineId", "deviceid": "DeviceId", "mdedeviceid": "MdeDeviceId", "mdatpdeviceid": "MdatpDeviceId"};

# A record of one of the tables.
def isRecord: (has("category") and has("properties") or keyed("\\A(?=.*\"category\")(?=.*\"properties\")"))
  and (if has("category") then .category else fold(recordKeys; recordNames).category end | tostring
    | startswith("AdvancedHunting-") or (.[:60] | test("\\AAdvancedHunting-"; "i")));
# A row of the alert tables, or of another table of advanced hunting.
def isRow: has("AlertId") and has("EntityType")
  or keyed("\\A(?:(?=.*\"alertid\")(?=.*\"(?:entitytype|tablename)\")"
    + "|(?=.*\"timestamp\")(?=.*\"deviceid\")(?=.*\"(?:actiontype|initiatingprocess)))");

def ids: {machineId: .MachineId, deviceId: .DeviceId, mdeDeviceId: .MdeDeviceId, mdatpDeviceId: .MdatpDeviceId} | own;
def settled: [.RemediationStatus, .LastRemediationState, .DetectionStatus, .Verdict, .LastVerdict] | closed("file ");

# A row of any table: table, tenant, time and row, or a skip.
def row:
  fold(rowKeys; rowNames)
  | {table: ([.TableName, .Table, .Type] | map(strings) | .[0]), row: .};
def isAlertTable: {"AlertEvidence": 1, "AlertInfo": 1}[.]
  or (.[:60] | test("\\A(?:Alert(?:Evidence|Info)|DeviceAlertEvents)\\z"; "i"));
# Telemetry is by far the most that comes, and its rows are long: nothing is looked for in them.
def record:
  fold(recordKeys; recordNames)
  | .CONFLICT as $conflict
  | {table: (.category | .[16:]), tenant: (.tenantId | tenant), time, row: (.properties | parsed)}
  | if .row | type != "object" then {skip: "unreadable_json"}
    elif $conflict then .row.CONFLICT = true
    elif .table | isAlertTable then .row = (.row | fold(rowKeys; rowNames))
    else . end;
def judged:
  if .skip then .
  elif .row.CONFLICT then {skip: "conflicting_keys", alertId: (.row.AlertId | ident)}
  elif .table and (.table | isAlertTable | not) then {skip: "telemetry", alertId: (.row.AlertId | ident)}
  elif (.table | not) and (.row.EntityType // .row.AlertId | not) then
    {skip: (if .row.ActionType then "telemetry" else "not_an_alert" end)}
  else . end;
# What an item of a document is; 0 if it is not ours.
def item($isAnswer):
  if type != "object" then 0 elif isRecord then record | judged elif $isAnswer or isRow then row | judged else 0 end;
# The items of a list. $isAnswer: whether it is one of the hunting APIs.
def list:
  keyed("\\A(?=.*\"schema\")(?=.*\"results\")") as $isAnswer
  | . as $object
  | [keys_unsorted[] | select(test("\\A(?:records|results|value)\\z"; "i")) | $object[.] | parsed
      | select(type == "array" or type == "object")]
  | unique
  | if .[1:] != [] then {skip: "conflicting_keys"}
    elif $isAnswer and (.[0] == [] or .[0] == null) then {skip: "no_rows"}
    else .[] | many | item($isAnswer) end;
def opened: item(false) as $item | if $item == 0 and type == "object" then list // 0 else $item end;
# Adds own, the ids of devices that a row names (null for none), with those inside AdditionalFields; and closed.
def owned:
  (.AdditionalFields | parsed) as $text
  | ($text | if type == "object" then fold(moreKeys; moreNames) else {} end) as $more
  | ($more.Host | parsed) as $host
  | ($host | if type == "object" then fold(moreKeys; moreNames) else {} end) as $device
  | .own = ([., $more, $device | ids | arrays | .[]]
      | if . != [] then .
        elif [$host] - [null, "", {}] != [] or ($text | type == "string" and . != "") then ["unreadable"]
        else null end)
  | .closed = (settled // ($more | settled))
  | .host = (if .own and $device != {} then .own[0] as $id | $device | hostName | nameOf($id) else {} end)
  | .CONFLICT = (.CONFLICT or $more.CONFLICT or $device.CONFLICT);
def named($kind): "\(.EntityType)"[:60] | test("\\A\($kind)\\z"; "i");

# The outcomes of the rows of one alert.
def alert:
  (.[0].row.AlertId | ident) as $id
  | map(.row) as $rows
  | [$rows[] | select(.EntityType == "File" or named("file")) | owned] as $files
  | if $files == [] then
      {skip: (if some($rows[]; [.SHA1] - [null, ""] != [] and (.EntityType | not)) then "untyped_file"
          else "no_file_evidence" end), alertId: $id}
    else
      # What the alert's rows name counts for a file that names none; without an id they are not known to be one alert's.
      ((if $id == null or (some($files[]; .own == null) | not) then {}
          else [$files[] | .own // empty | .[]]
              + [$rows[] | if named("file") then empty elif named("machine") then ids // [null] | .[]
                  else owned | .own // empty | .[] end]
            | device end)
        + {names: ([$rows[] | select(.DeviceName | type == "string" and . != "")
              | (ids // [null] | .[0]) as $id | .DeviceName | nameOf($id)] | add // {}),
          common: {alertId: $id, comment: ($id | comment), tenantId: .[0].tenant,
            title: ([$rows[].Title | strings] | .[0]), severity: ([$rows[].Severity | severity | strings] | .[0]),
            detectedAt: ([$rows[].Timestamp, $rows[].TimeGenerated, .[].time | moment | strings] | .[0])},
          handled: ([$rows[] | .Status, .Classification, .Determination] | closed("alert "))}) as $alert
      | [$files[]
          | (if .own or ([.DeviceName] - [null, ""] == []) then .own
              elif $alert.machine and (.DeviceName | like($alert.machine | nameIn($alert.names))) then null
              else ["unreadable"] end) as $own
          | .closed as $handled
          | (.host + $alert.names) as $names
          | {sha1: .SHA1, sha256: .SHA256, fileName: .FileName, CONFLICT}
          | order($alert + {$names}; $own; $handled)]
      | merged
    end;

if type == "array" then [.[] | opened]
elif type != "object" then []
else item(false) as $item | if $item == 0 then [list] else [$item] end end
| if some(.[]; type == "object") | not then empty
  else map(if type == "number" then {skip: "not_an_alert"} else . end)
    | [(.[] | select(.skip)), ([.[] | select(.row)] | group_by([.row.AlertId, .tenant]) | .[] | alert)]
    | merged
  end
