# Splunk's webhook alert action: one result of a saved search over Defender's data that was written for this purpose.
#
# The search must give, of files (not of processes): device_id, the machine id of Defender; file_sha1; and may give file_name, dest
# (the device's name), severity and _time. Only the searches that are named here are followed.
# lazaret-keys: search_name
# lazaret-keys: result
def searches: ["Defender - malicious file found"];

def word: if type == "string" and . != "" then . else null end;

if type != "object" or (.search_name | type) != "string" or (.result | type) != "object" then empty
elif .search_name as $name | searches | index([$name]) == null then {skip: "search not followed", alertId: (.sid | word)}
else
  (.sid | word) as $id
  | .search_name as $search
  | .result
  | (.file_sha1 | if type == "string" and test("\\A[0-9A-Fa-f]{40}\\z") then . else null end) as $sha1
  | (.device_id | if type == "string" and test("\\A[0-9A-Fa-f]{40}\\z") then . else null end) as $machine
  | if $sha1 == null then {skip: "no file_sha1", alertId: $id}
    elif $machine == null then {skip: "no device_id", alertId: $id}
    else {
      machineId: $machine,
      sha1: $sha1,
      comment: "Splunk search \($search), sid \($id)",
      alertId: $id,
      title: $search,
      severity: (.severity // null | if type == "string" then ascii_downcase else null end),
      detectedAt: (._time | if type == "string" and test("\\A[0-9]+([.][0-9]+)?\\z") then tonumber | floor | todate else null end),
      fileName: (.file_name | word),
      machineName: (.dest | word)
    } end
end
