# The plain form: one object an order, an array of them, `value[]` or `items[]`.
# lazaret-keys: sha1 fileSha1 sha256 value items
# lazaret-keys: comment reason title value items
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

def flatKeys: {"machineId": 0, "deviceId": 0, "mdeDeviceId": 0, "mdatpDeviceId": 0, "machine": 0, "sha1": 0, "fileSha1": 0,
  "sha256": 0, "comment": 0, "reason": 0, "title": 0, "alertId": 0, "id": 0, "systemAlertId": 0, "providerAlertId": 0,
  "tenantId": 0, "severity": 0, "detectedAt": 0, "fileName": 0, "machineName": 0, "computerDnsName": 0, "handled": 0,
  "description": 0, "source": 0, "url": 0, "note": 0, "ticket": 0, "analyst": 0, "requestedBy": 0, "createdAt": 0};
def flatNames: {"machineid": "machineId", "deviceid": "deviceId", "mdedeviceid": "mdeDeviceId",
  "mdatpdeviceid": "mdatpDeviceId", "filesha1": "fileSha1", "alertid": "alertId", "systemalertid": "systemAlertId",
  "provideralertid": "providerAlertId", "tenantid": "tenantId", "detectedat": "detectedAt", "filename": "fileName",
  "machinename": "machineName", "computerdnsname": "computerDnsName"};

# A machine, a hash and a text for people; and none of the keys of telemetry, evidence or a MachineAction. The key `machine` is
# also that of an operator's request to the API, which is no alert: it counts only beside a sign of one.
def isFlat: (has("sha1") or keyed("\"(?:sha1|filesha1|sha256)\""))
  and (has("comment") or keyed("\"(?:comment|reason|title)\""))
  and (has("machineId") or has("deviceId") or keyed("\"(?:machine|device|mdedevice|mdatpdevice)id\"")
    or (keyed("\"machine\"") and keyed("\"(?:alertid|id|systemalertid|provideralertid|severity|detectedat|tenantid|title)\"")))
  and ((flatKeys + . | length) == (flatKeys | length) or (keyed("\"(?:actiontype|reportid|initiatingprocess|requestor"
    + "|relatedfile|requestsource|entityt|entities|evidence|alertfiles|records|properties|category|kind\")") | not));

def said: map(hex40 // .) | unique;

read("value|items"; isFlat;
  fold(flatKeys; flatNames)
  | ([.alertId, .id, .systemAlertId, .providerAlertId] | map(ident) - [null] | .[0]) as $id
  | ([.machineId, .deviceId, .mdeDeviceId, .mdatpDeviceId, .machine] - [null, ""]) as $machines
  | ([.sha1, .fileSha1] - [null, ""]) as $hashes
  | if .CONFLICT or ($machines | said | .[1:] != []) or ($hashes | said | .[1:] != []) then
      {skip: "conflicting_keys", alertId: $id}
    else
      ([.comment, .reason, .title] | map(text) - [null, ""] | .[0] // ($id | comment)) as $comment
      | {machine: $machines[0],
          names: ([.machineName, .computerDnsName] | map(text) - [null] | .[0] | nameOf($machines[0])),
          common: {alertId: $id, comment: $comment, tenantId: (.tenantId | tenant), title: (.title | text),
            severity: (.severity | severity), detectedAt: (.detectedAt | moment)},
          handled: (.handled | if . == false or . == "" then null elif . == true then "handled" else tenant end)} as $alert
      | {sha1: $hashes[0], sha256, fileName} | order($alert; null; null)
    end)
