# Elastic: a detection alert, or an event of the Defender integration, in the Elastic Common Schema; objects inside each other as
# well as keys with dots. The integration writes Defender's machine id to host.id.
# lazaret-keys: event event.kind
def field($path): getpath($path / ".")? // .[$path];
def word: if type == "string" and . != "" then . else null end;
def digits: if type == "string" and test("\\A[0-9A-Fa-f]{40}\\z") then . else null end;

if type != "object" then empty
elif field("event.kind") as $kind | ["alert", "signal"] | index([$kind]) == null then empty
elif field("event.dataset") as $set
  | ["microsoft_defender_endpoint.log", "m365_defender.alert", "m365_defender.incident"] | index([$set]) == null then empty
else
  (field("event.id") | word) as $id
  | (field("file.hash.sha1") | digits) as $sha1
  | (field("host.id") | digits) as $machine
  # Elastic copies a process's image to process.hash: only file.hash is a file that stands by itself.
  | if $sha1 == null then {skip: "no file.hash.sha1", alertId: $id}
    elif $machine == null then {skip: "host.id is no machine id of Defender", alertId: $id}
    else {
      machineId: $machine,
      sha1: $sha1,
      comment: "Elastic alert \($id)",
      alertId: $id,
      title: ((field("kibana.alert.rule.name") // field("message")) | word),
      severity: (field("kibana.alert.severity") | word | if . == "critical" then "high" else . end),
      detectedAt: (field("@timestamp") | word),
      fileName: (field("file.name") | word),
      machineName: (field("host.name") | word),
      handled: (field("kibana.alert.workflow_status") | if . == "closed" then "closed in Kibana" else null end)
    } end
end
