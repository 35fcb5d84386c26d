-- A log of schema version 2, as the daemon of that version left it after `make demo`: `.dump` of the sqlite3 shell and the two
-- pragmas that it leaves out.
PRAGMA application_id = 1280987732;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
CREATE TABLE action_rows (
    action_id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    machine_id TEXT NOT NULL CHECK (length(machine_id) = 40),
    machine_name TEXT,
    sha1 TEXT NOT NULL CHECK (length(sha1) = 40),
    file_name TEXT,
    comment TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted', 'succeeded',
        'failed', 'timed_out', 'cancelled', 'refused', 'denied', 'expired', 'dry_run')),
    reason TEXT,
    status TEXT,
    machine_action_id TEXT,
    adopted INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1)),
    requestor TEXT,
    error_code TEXT,
    error_message TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    alert_count INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    due_at TEXT,
    submitted_at TEXT,
    checked_at TEXT,
    finished_at TEXT,
    updated_at TEXT NOT NULL,
    rank INTEGER NOT NULL,
    arrived_at TEXT NOT NULL,
    detected_at TEXT,
    state_since TEXT NOT NULL,
    counted_at TEXT,
    sent_at TEXT,
    looks INTEGER NOT NULL DEFAULT 0,
    attempts_before INTEGER NOT NULL DEFAULT 0,
    approved INTEGER NOT NULL DEFAULT 0 CHECK (approved IN (0, 1)),
    unresolved INTEGER NOT NULL DEFAULT 0 CHECK (unresolved IN (0, 1)),
    machine_action TEXT
, earlier_ids TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO action_rows VALUES(1,'demo','1e5bc9d7e413ddd7902c2932e418702b84d0cc07','host-1e5bc9d7.example.test','87662bc3d60e4200ceaf7aae249d1c343f4b83c9','dropped.dll','Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:a97a19af12a4:1]','medium','succeeded',NULL,'Succeeded','28b2851b-7c5e-45b3-91cf-0a8d6b72e435',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.193Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795680907144,'2026-11-26T16:15:07.144Z','2018-12-04T12:15:40.123Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.188Z','2026-11-26T16:15:07.188Z',0,0,0,0,'{"id":"28b2851b-7c5e-45b3-91cf-0a8d6b72e435","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:a97a19af12a4:1]","status":"Succeeded","machineId":"1e5bc9d7e413ddd7902c2932e418702b84d0cc07","computerDnsName":"host-1e5bc9d7.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.1924478Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.5924478Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(2,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05',NULL,'Quarantine on the analyst''s word, case 4 [lazaret:a97a19af12a4:2]','high','succeeded',NULL,'Succeeded','a6ea4b2c-56f8-4813-a0b1-f44eb69a3143',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.191Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795666507144,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.168Z','2026-11-26T16:15:07.168Z',0,0,0,0,'{"id":"a6ea4b2c-56f8-4813-a0b1-f44eb69a3143","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Quarantine on the analyst''s word, case 4 [lazaret:a97a19af12a4:2]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.1878034Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.5878034Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(3,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01','one.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:a97a19af12a4:3]','high','succeeded',NULL,'Succeeded','06279edd-99ab-482d-a7e4-91bad9d32b44',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.192Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795666507144,'2026-11-26T16:15:07.144Z','2026-01-02T03:04:05.000Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.186Z','2026-11-26T16:15:07.186Z',0,0,0,0,'{"id":"06279edd-99ab-482d-a7e4-91bad9d32b44","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:a97a19af12a4:3]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.1915046Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.5915046Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(4,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02','two.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:a97a19af12a4:4]','high','succeeded',NULL,'Succeeded','c5e50ad4-5e19-470c-b883-57b1e4e945d9',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.201Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795666507144,'2026-11-26T16:15:07.144Z','2026-01-02T03:04:05.000Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.194Z','2026-11-26T16:15:07.194Z',0,0,0,0,'{"id":"c5e50ad4-5e19-470c-b883-57b1e4e945d9","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:a97a19af12a4:4]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.2003220Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.6003220Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(5,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:a97a19af12a4:5]','medium','succeeded',NULL,'Succeeded','eb34a063-2926-47f9-bb58-6d60652df661',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.197Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795680907144,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.189Z','2026-11-26T16:15:07.189Z',0,0,0,0,'{"id":"eb34a063-2926-47f9-bb58-6d60652df661","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:a97a19af12a4:5]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.1958876Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.5958876Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(6,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:a97a19af12a4:6]','medium','succeeded',NULL,'Succeeded','64d80c91-4f66-45f8-b144-acbabae2e4dc',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:07.202Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z','2026-11-26T16:15:08.965Z',1795680907144,'2026-11-26T16:15:07.144Z',NULL,'2026-11-26T16:15:08.965Z','2026-11-26T16:15:07.192Z','2026-11-26T16:15:07.192Z',0,0,0,0,'{"id":"64d80c91-4f66-45f8-b144-acbabae2e4dc","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:a97a19af12a4:6]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T16:15:07.1993807Z","lastUpdateDateTimeUtc":"2026-11-26T16:15:08.5993807Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
CREATE TABLE files (
    file_id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_file TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    alerts_taken INTEGER NOT NULL,
    alerts_refused INTEGER NOT NULL,
    refusal TEXT,
    open_actions INTEGER NOT NULL,
    published_at TEXT
) STRICT;
INSERT INTO files VALUES(1,'03-process-only.json','2026-11-26T16:15:07.144Z',1,0,NULL,0,'2026-11-26T16:15:07.151Z');
INSERT INTO files VALUES(2,'01-defender-alert.json','2026-11-26T16:15:07.144Z',1,0,NULL,0,'2026-11-26T16:15:08.977Z');
INSERT INTO files VALUES(3,'04-flat.json','2026-11-26T16:15:07.144Z',1,0,NULL,0,'2026-11-26T16:15:08.977Z');
INSERT INTO files VALUES(4,'02-defender-list.json','2026-11-26T16:15:07.144Z',2,0,NULL,0,'2026-11-26T16:15:08.977Z');
INSERT INTO files VALUES(5,'05-flat-lines.jsonl','2026-11-26T16:15:07.144Z',2,0,NULL,0,'2026-11-26T16:15:08.977Z');
CREATE TABLE alert_rows (
    alert_key INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT,
    alert_id TEXT,
    title TEXT,
    severity TEXT,
    detected_at TEXT,
    source_file TEXT NOT NULL,
    content_sha256 TEXT,
    mapping TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('mapped', 'skipped', 'duplicate', 'rejected')),
    reason TEXT,
    received_at TEXT NOT NULL,
    file_id INTEGER NOT NULL,
    line INTEGER,
    message TEXT
) STRICT;
INSERT INTO alert_rows VALUES(1,'demo','da100000000000000003_3',NULL,NULL,NULL,'03-process-only.json','f252304f3158e067b2aff9d83c84920f2e2062e339be10f6def64c4eac4725e9','defender-alert','skipped','no_file_evidence','2026-11-26T16:15:07.144Z',1,NULL,NULL);
INSERT INTO alert_rows VALUES(2,'demo','441688558380765161_2136280442','Suspicious file observed','medium','2018-12-04T12:15:40.123Z','01-defender-alert.json','df058f2eafd4e2d831af071a55f67eb04fb745b7c0d72cadf0dd6c552559e2ce','defender-alert','mapped',NULL,'2026-11-26T16:15:07.144Z',2,NULL,NULL);
INSERT INTO alert_rows VALUES(3,'demo','soc-4',NULL,'high',NULL,'04-flat.json','cb6edaae44d54bce7e25b47bf6e74e9e205744b6124a7868e0a0c6574e8eca72','flat','mapped',NULL,'2026-11-26T16:15:07.144Z',3,NULL,NULL);
INSERT INTO alert_rows VALUES(4,'demo','da100000000000000001_1','Dropper','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','mapped',NULL,'2026-11-26T16:15:07.144Z',4,NULL,NULL);
INSERT INTO alert_rows VALUES(5,'demo','da100000000000000002_2','Already handled','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','skipped','handled','2026-11-26T16:15:07.144Z',4,NULL,NULL);
INSERT INTO alert_rows VALUES(6,'demo','soc-5',NULL,'medium',NULL,'05-flat-lines.jsonl','c3ceb3aaf38241887eed455370b48cc5e8a4f57a4bb7391cf242f636467f1148','flat','mapped',NULL,'2026-11-26T16:15:07.144Z',5,1,NULL);
INSERT INTO alert_rows VALUES(7,'demo','soc-6',NULL,'medium',NULL,'05-flat-lines.jsonl','7d46f5bb8c6728e500ae0596eb3c713e87b911c7e9510faa0388c353a7941501','flat','mapped',NULL,'2026-11-26T16:15:07.144Z',5,2,NULL);
CREATE TABLE action_alerts (
    action_id INTEGER NOT NULL REFERENCES action_rows(action_id),
    alert_key INTEGER NOT NULL REFERENCES alert_rows(alert_key),
    PRIMARY KEY (action_id, alert_key)
) STRICT, WITHOUT ROWID;
INSERT INTO action_alerts VALUES(1,2);
INSERT INTO action_alerts VALUES(2,3);
INSERT INTO action_alerts VALUES(3,4);
INSERT INTO action_alerts VALUES(4,4);
INSERT INTO action_alerts VALUES(5,6);
INSERT INTO action_alerts VALUES(6,7);
CREATE TABLE attempts (
    attempt_id INTEGER PRIMARY KEY AUTOINCREMENT,
    action_id INTEGER REFERENCES action_rows(action_id),
    tenant TEXT NOT NULL,
    operation TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    http_status INTEGER,
    outcome TEXT,
    error_code TEXT,
    error_message TEXT,
    request_id TEXT,
    retry_after_s INTEGER
) STRICT;
INSERT INTO attempts VALUES(1,NULL,'demo','token','2026-11-26T16:15:07.150Z','2026-11-26T16:15:07.157Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(2,2,'demo','submit','2026-11-26T16:15:07.185Z','2026-11-26T16:15:07.191Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(3,3,'demo','submit','2026-11-26T16:15:07.188Z','2026-11-26T16:15:07.192Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(4,1,'demo','submit','2026-11-26T16:15:07.189Z','2026-11-26T16:15:07.193Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(5,5,'demo','submit','2026-11-26T16:15:07.191Z','2026-11-26T16:15:07.197Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(6,6,'demo','submit','2026-11-26T16:15:07.194Z','2026-11-26T16:15:07.202Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(7,4,'demo','submit','2026-11-26T16:15:07.197Z','2026-11-26T16:15:07.201Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(8,NULL,'demo','list','2026-11-26T16:15:07.691Z','2026-11-26T16:15:07.694Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(9,NULL,'demo','list','2026-11-26T16:15:07.943Z','2026-11-26T16:15:07.945Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(10,NULL,'demo','list','2026-11-26T16:15:08.453Z','2026-11-26T16:15:08.455Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(11,NULL,'demo','list','2026-11-26T16:15:08.961Z','2026-11-26T16:15:08.963Z',200,'ok',NULL,NULL,NULL,NULL);
CREATE TABLE quota_slots (
    attempt_id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    lane TEXT NOT NULL,
    boot TEXT NOT NULL,
    ends_steady INTEGER NOT NULL,
    ends_wall INTEGER NOT NULL
) STRICT;
INSERT INTO quota_slots VALUES(2,'demo','submit','556701b600f041ceb1d6854e6426b628',12979974,1795709707191);
INSERT INTO quota_slots VALUES(3,'demo','submit','556701b600f041ceb1d6854e6426b628',12979975,1795709707192);
INSERT INTO quota_slots VALUES(4,'demo','submit','556701b600f041ceb1d6854e6426b628',12979976,1795709707193);
INSERT INTO quota_slots VALUES(5,'demo','submit','556701b600f041ceb1d6854e6426b628',12979980,1795709707197);
INSERT INTO quota_slots VALUES(6,'demo','submit','556701b600f041ceb1d6854e6426b628',12979985,1795709707202);
INSERT INTO quota_slots VALUES(7,'demo','submit','556701b600f041ceb1d6854e6426b628',12979984,1795709707201);
INSERT INTO quota_slots VALUES(8,'demo','list','556701b600f041ceb1d6854e6426b628',12980479,1795709707696);
INSERT INTO quota_slots VALUES(9,'demo','list','556701b600f041ceb1d6854e6426b628',12980729,1795709707946);
INSERT INTO quota_slots VALUES(10,'demo','list','556701b600f041ceb1d6854e6426b628',12981239,1795709708456);
INSERT INTO quota_slots VALUES(11,'demo','list','556701b600f041ceb1d6854e6426b628',12981748,1795709708965);
CREATE TABLE events (
    event_id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action_id INTEGER,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,'2026-11-26T16:15:07.144Z',1,'daemon','created',NULL,'queued',NULL,'{}','0000000000000000000000000000000000000000000000000000000000000000','2733b26b70d31bb8f9504dbeb3151803897ee3a68cc051fc0caf083eab03b5e1');
INSERT INTO events VALUES(2,'2026-11-26T16:15:07.144Z',2,'daemon','created',NULL,'queued',NULL,'{}','2733b26b70d31bb8f9504dbeb3151803897ee3a68cc051fc0caf083eab03b5e1','aca2aa7944f4058514cf2960513dba6ae0b895010b89a51efe7694569cd6e481');
INSERT INTO events VALUES(3,'2026-11-26T16:15:07.144Z',3,'daemon','created',NULL,'queued',NULL,'{}','aca2aa7944f4058514cf2960513dba6ae0b895010b89a51efe7694569cd6e481','4c254b4df7bf647f0ac4f716af1db67fb72d2ba5a7f026adc7fbd6bb5bff8bf6');
INSERT INTO events VALUES(4,'2026-11-26T16:15:07.144Z',4,'daemon','created',NULL,'queued',NULL,'{}','4c254b4df7bf647f0ac4f716af1db67fb72d2ba5a7f026adc7fbd6bb5bff8bf6','85f29609601b56212bf16339875da76c63ffd7bfeb7e02de263578d56891f21b');
INSERT INTO events VALUES(5,'2026-11-26T16:15:07.144Z',5,'daemon','created',NULL,'queued',NULL,'{}','85f29609601b56212bf16339875da76c63ffd7bfeb7e02de263578d56891f21b','b766655690f86a4c487fe6508dfd35cc68a1d843525431d7103e1595245ea28a');
INSERT INTO events VALUES(6,'2026-11-26T16:15:07.144Z',6,'daemon','created',NULL,'queued',NULL,'{}','b766655690f86a4c487fe6508dfd35cc68a1d843525431d7103e1595245ea28a','451e0d543d8c80dccecf19e87705b8d28f6a5ed006476854eac4b6c71d881161');
INSERT INTO events VALUES(7,'2026-11-26T16:15:07.168Z',2,'daemon','changed','queued','sending',NULL,'{}','451e0d543d8c80dccecf19e87705b8d28f6a5ed006476854eac4b6c71d881161','5949fc9ed268be344dfcf6b7bac8047900c9bf0ae9f159aaf5ec8e1e7693d412');
INSERT INTO events VALUES(8,'2026-11-26T16:15:07.186Z',3,'daemon','changed','queued','sending',NULL,'{}','5949fc9ed268be344dfcf6b7bac8047900c9bf0ae9f159aaf5ec8e1e7693d412','717b727bc11d759a1867a07f4fc8bf13f30527f26b2958315266a95ea0f23bcc');
INSERT INTO events VALUES(9,'2026-11-26T16:15:07.188Z',1,'daemon','changed','queued','sending',NULL,'{}','717b727bc11d759a1867a07f4fc8bf13f30527f26b2958315266a95ea0f23bcc','7d899a6745bac0b144cc7f235f62e48146d2bb5f0ea8ac48f9acf2521bbdc04a');
INSERT INTO events VALUES(10,'2026-11-26T16:15:07.189Z',5,'daemon','changed','queued','sending',NULL,'{}','7d899a6745bac0b144cc7f235f62e48146d2bb5f0ea8ac48f9acf2521bbdc04a','bbb97cd4069e6d089c771d9d2342a01e37a5365dac54ea2203e95029f9fd04d6');
INSERT INTO events VALUES(11,'2026-11-26T16:15:07.191Z',2,'daemon','changed','sending','submitted',NULL,'{}','bbb97cd4069e6d089c771d9d2342a01e37a5365dac54ea2203e95029f9fd04d6','769616872bb4b0ae9814aadf4d5620b13d171ed5c393f9eb65f3c181be2729c6');
INSERT INTO events VALUES(12,'2026-11-26T16:15:07.192Z',6,'daemon','changed','queued','sending',NULL,'{}','769616872bb4b0ae9814aadf4d5620b13d171ed5c393f9eb65f3c181be2729c6','52e46e8d593b30f5b4b7c1fad3ba1740a81a6fe0305d87f964f7ef2f8246031c');
INSERT INTO events VALUES(13,'2026-11-26T16:15:07.192Z',3,'daemon','changed','sending','submitted',NULL,'{}','52e46e8d593b30f5b4b7c1fad3ba1740a81a6fe0305d87f964f7ef2f8246031c','391cb5fa80a505d4426d0593ad7270c336b8cd315b968d4d999e118cf0dad562');
INSERT INTO events VALUES(14,'2026-11-26T16:15:07.193Z',1,'daemon','changed','sending','submitted',NULL,'{}','391cb5fa80a505d4426d0593ad7270c336b8cd315b968d4d999e118cf0dad562','62e1b92d66177f159e0194d0d022f658c6e955d14aea9e7670f076d574d1dd28');
INSERT INTO events VALUES(15,'2026-11-26T16:15:07.194Z',4,'daemon','changed','queued','sending',NULL,'{}','62e1b92d66177f159e0194d0d022f658c6e955d14aea9e7670f076d574d1dd28','7fa3a070a1404899750143b777af3a7e4f4be963898402cb38bfee01d4820912');
INSERT INTO events VALUES(16,'2026-11-26T16:15:07.197Z',5,'daemon','changed','sending','submitted',NULL,'{}','7fa3a070a1404899750143b777af3a7e4f4be963898402cb38bfee01d4820912','222a3bbdf8f95be271dd92bbd6f7df984a374b908be35b53adc369eb89580b2c');
INSERT INTO events VALUES(17,'2026-11-26T16:15:07.201Z',4,'daemon','changed','sending','submitted',NULL,'{}','222a3bbdf8f95be271dd92bbd6f7df984a374b908be35b53adc369eb89580b2c','ef3694606da9370b8c30a76f82006a56cfbfb79610c3ce00e9c045fe50c9b57e');
INSERT INTO events VALUES(18,'2026-11-26T16:15:07.202Z',6,'daemon','changed','sending','submitted',NULL,'{}','ef3694606da9370b8c30a76f82006a56cfbfb79610c3ce00e9c045fe50c9b57e','0a2f0df481849fc5728ec9d1adc948adc86d0a37ec450c74f178bfcd844941f2');
INSERT INTO events VALUES(19,'2026-11-26T16:15:08.965Z',1,'daemon','changed','submitted','succeeded',NULL,'{}','0a2f0df481849fc5728ec9d1adc948adc86d0a37ec450c74f178bfcd844941f2','c619115abb22a2991fd0dfa9d8d7bebf2af74d0883aa8470e43d2006c5c0d9af');
INSERT INTO events VALUES(20,'2026-11-26T16:15:08.965Z',2,'daemon','changed','submitted','succeeded',NULL,'{}','c619115abb22a2991fd0dfa9d8d7bebf2af74d0883aa8470e43d2006c5c0d9af','7a0c753938b39cee863d93c113104d6c0c6f6cdf4566df9709af30997282886c');
INSERT INTO events VALUES(21,'2026-11-26T16:15:08.965Z',3,'daemon','changed','submitted','succeeded',NULL,'{}','7a0c753938b39cee863d93c113104d6c0c6f6cdf4566df9709af30997282886c','8a927d514816bbdf3cd6599bbd03055aac2cee1573f5d9119dbebb07259cbf5d');
INSERT INTO events VALUES(22,'2026-11-26T16:15:08.965Z',4,'daemon','changed','submitted','succeeded',NULL,'{}','8a927d514816bbdf3cd6599bbd03055aac2cee1573f5d9119dbebb07259cbf5d','909d1f6e30cadb23cef331aab35a818d4d4c2b47d5fd5cf4cf676ff981e771ce');
INSERT INTO events VALUES(23,'2026-11-26T16:15:08.965Z',5,'daemon','changed','submitted','succeeded',NULL,'{}','909d1f6e30cadb23cef331aab35a818d4d4c2b47d5fd5cf4cf676ff981e771ce','139c86e5e29b725eba15e5efa2cd74423d1918b43f43f802f8431f4cbcfda35c');
INSERT INTO events VALUES(24,'2026-11-26T16:15:08.965Z',6,'daemon','changed','submitted','succeeded',NULL,'{}','139c86e5e29b725eba15e5efa2cd74423d1918b43f43f802f8431f4cbcfda35c','2b8fb1101f45d160f5c0fb0c46c5b0623b005c281dfa064fda0193048b9b5d34');
CREATE TABLE chain_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    event_id INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chain_head VALUES(1,24,'2b8fb1101f45d160f5c0fb0c46c5b0623b005c281dfa064fda0193048b9b5d34');
CREATE TABLE event_checkpoints (
    event_id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE TABLE state_counts (
    tenant TEXT NOT NULL,
    state TEXT NOT NULL,
    actions INTEGER NOT NULL,
    PRIMARY KEY (tenant, state)
) STRICT, WITHOUT ROWID;
INSERT INTO state_counts VALUES('demo','queued',0);
INSERT INTO state_counts VALUES('demo','sending',0);
INSERT INTO state_counts VALUES('demo','submitted',0);
INSERT INTO state_counts VALUES('demo','succeeded',6);
CREATE TABLE day_counts (
    day TEXT NOT NULL,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, tenant, kind, word)
) STRICT, WITHOUT ROWID;
INSERT INTO day_counts VALUES('2026-11-26','demo','action','queued',0);
INSERT INTO day_counts VALUES('2026-11-26','demo','action','sending',0);
INSERT INTO day_counts VALUES('2026-11-26','demo','action','submitted',0);
INSERT INTO day_counts VALUES('2026-11-26','demo','action','succeeded',6);
INSERT INTO day_counts VALUES('2026-11-26','demo','alert','mapped',5);
INSERT INTO day_counts VALUES('2026-11-26','demo','alert','skipped',2);
CREATE TABLE lanes (
    tenant TEXT NOT NULL,
    operation TEXT NOT NULL,
    paused_until TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (tenant, operation)
) STRICT, WITHOUT ROWID;
CREATE TABLE kill_switch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TABLE cancel_requests (
    action_id INTEGER PRIMARY KEY REFERENCES action_rows(action_id),
    tenant TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    comment TEXT NOT NULL
) STRICT;
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('fence','1');
INSERT INTO settings VALUES('installation','a97a19af12a4');
CREATE TABLE machine_lookups (
    tenant TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('known', 'not_found', 'unavailable', 'try_again')),
    asked_at TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    tries INTEGER NOT NULL,
    dns_name TEXT,
    os_platform TEXT,
    onboarding_status TEXT,
    health_status TEXT,
    device_value TEXT,
    tags TEXT,
    merged_into TEXT,
    PRIMARY KEY (tenant, machine_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE file_lookups (
    tenant TEXT NOT NULL,
    sha1 TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('known', 'not_found', 'unavailable', 'try_again')),
    asked_at TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    tries INTEGER NOT NULL,
    signer TEXT,
    issuer TEXT,
    publisher TEXT,
    is_valid_certificate INTEGER,
    global_prevalence INTEGER,
    determination TEXT,
    PRIMARY KEY (tenant, sha1)
) STRICT, WITHOUT ROWID;
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_time','10000000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_machine','10000000 500 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_name','10000000 500 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_file','10000000 50 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_tenant','10000000 5000000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_state','10000000 1000000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_by_defender_id','9000000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_finished','10000000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_failed','500000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_open','1000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_live_pair','1000 500 5 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_held_pair','1000 500 5 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_succeeded_pair','9000000 4500000 50 2 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_unresolved','100000 50000 5');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_counted','9000000 4500000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_counted_machine','9000000 4500000 500 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_counted_file','9000000 4500000 50 2 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_queue','1000 500 1 1 1 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_due','2000 1000 300 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_busy_machine','100 50 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_aging','1000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_waiting','1000 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_canary','1000 500 50 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_time','10000000 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_id','10000000 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_outcome','10000000 2500000 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_tenant','10000000 5000000 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_file','10000000 1');
INSERT INTO sqlite_stat1 VALUES('alert_rows','alert_by_content','10000000 1 1');
INSERT INTO sqlite_stat1 VALUES('action_alerts','action_alerts','10000000 1 1');
INSERT INTO sqlite_stat1 VALUES('action_alerts','action_alerts_by_alert','10000000 1');
INSERT INTO sqlite_stat1 VALUES('attempts','attempt_by_action','10000000 1');
INSERT INTO sqlite_stat1 VALUES('attempts','attempt_by_time','10000000 1');
INSERT INTO sqlite_stat1 VALUES('attempts','attempt_unfinished','10 1');
INSERT INTO sqlite_stat1 VALUES('events','event_by_action','40000000 4');
INSERT INTO sqlite_stat1 VALUES('events','event_by_person','10000 1');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('alert_rows',7);
INSERT INTO sqlite_sequence VALUES('files',5);
INSERT INTO sqlite_sequence VALUES('action_rows',6);
INSERT INTO sqlite_sequence VALUES('attempts',11);
CREATE INDEX action_by_time ON action_rows(created_at);
CREATE INDEX action_by_machine ON action_rows(machine_id, created_at);
CREATE INDEX action_by_file ON action_rows(sha1, created_at);
CREATE INDEX action_by_defender_id ON action_rows(machine_action_id) WHERE machine_action_id IS NOT NULL;
CREATE INDEX action_live_pair ON action_rows(tenant, sha1, machine_id) WHERE state IN ('queued', 'sending', 'unconfirmed', 'submitted');
CREATE INDEX action_held_pair ON action_rows(tenant, sha1, machine_id) WHERE state = 'held';
CREATE INDEX action_succeeded_pair ON action_rows(tenant, sha1, machine_id, finished_at)
    WHERE state = 'succeeded';
CREATE INDEX action_unresolved ON action_rows(tenant, sha1) WHERE unresolved = 1;
CREATE INDEX action_counted ON action_rows(tenant, counted_at) WHERE counted_at IS NOT NULL;
CREATE INDEX action_counted_machine ON action_rows(tenant, machine_id, counted_at)
    WHERE counted_at IS NOT NULL;
CREATE INDEX action_counted_file ON action_rows(tenant, sha1, counted_at, machine_id)
    WHERE counted_at IS NOT NULL;
CREATE INDEX action_queue ON action_rows(tenant, rank, action_id, due_at, machine_id) WHERE state = 'queued';
CREATE INDEX action_due ON action_rows(tenant, state, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX action_busy_machine ON action_rows(tenant, machine_id) WHERE state IN ('sending', 'unconfirmed');
CREATE INDEX action_aging ON action_rows(arrived_at) WHERE (state = 'queued' OR (state = 'held' AND reason = 'canary'));
CREATE INDEX action_waiting ON action_rows(state_since) WHERE state = 'held' AND reason <> 'canary';
CREATE INDEX action_canary ON action_rows(tenant, sha1, rank) WHERE state = 'held' AND reason = 'canary';
CREATE INDEX alert_by_time ON alert_rows(received_at);
CREATE INDEX alert_by_id ON alert_rows(alert_id) WHERE alert_id IS NOT NULL;
CREATE INDEX alert_by_file ON alert_rows(file_id);
CREATE INDEX alert_by_content ON alert_rows(content_sha256, tenant) WHERE outcome IN ('mapped', 'skipped');
CREATE INDEX action_alerts_by_alert ON action_alerts(alert_key);
CREATE INDEX file_by_time ON files(taken_at);
CREATE INDEX file_unpublished ON files(file_id) WHERE published_at IS NULL AND open_actions = 0;
CREATE INDEX attempt_by_action ON attempts(action_id) WHERE action_id IS NOT NULL;
CREATE INDEX attempt_by_time ON attempts(started_at);
CREATE INDEX attempt_unfinished ON attempts(attempt_id) WHERE finished_at IS NULL;
CREATE INDEX slot_by_lane ON quota_slots(tenant, lane, boot, ends_steady);
CREATE INDEX event_by_action ON events(action_id) WHERE action_id IS NOT NULL;
CREATE INDEX cancel_by_time ON cancel_requests(tenant, due_at);
CREATE TRIGGER action_counted_in AFTER INSERT ON action_rows BEGIN
    INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
        ON CONFLICT DO UPDATE SET actions = actions + 1;
    INSERT INTO day_counts VALUES (substr(NEW.created_at, 1, 10), NEW.tenant, 'action', NEW.state, 1)
        ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER action_counted_over AFTER UPDATE OF state ON action_rows WHEN OLD.state <> NEW.state BEGIN
    UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
    INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
        ON CONFLICT DO UPDATE SET actions = actions + 1;
    UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.created_at, 1, 10)
        AND tenant = OLD.tenant AND kind = 'action' AND word = OLD.state;
    INSERT INTO day_counts VALUES (substr(NEW.created_at, 1, 10), NEW.tenant, 'action', NEW.state, 1)
        ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER action_counted_out AFTER DELETE ON action_rows BEGIN
    UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
    UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.created_at, 1, 10)
        AND tenant = OLD.tenant AND kind = 'action' AND word = OLD.state;
END;
CREATE TRIGGER alert_counted_in AFTER INSERT ON alert_rows BEGIN
    INSERT INTO day_counts
        VALUES (substr(NEW.received_at, 1, 10), coalesce(NEW.tenant, ''), 'alert', NEW.outcome, 1)
        ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER alert_counted_out AFTER DELETE ON alert_rows BEGIN
    UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.received_at, 1, 10)
        AND tenant = coalesce(OLD.tenant, '') AND kind = 'alert' AND word = OLD.outcome;
END;
CREATE TRIGGER file_action_finished AFTER UPDATE OF state ON action_rows
WHEN (OLD.state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted')) <> (NEW.state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted')) BEGIN
    UPDATE files
        SET open_actions = open_actions + iif(NEW.state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted'), 1, -1)
        WHERE file_id IN (
            SELECT alert_rows.file_id FROM action_alerts JOIN alert_rows USING (alert_key)
            WHERE action_alerts.action_id = NEW.action_id);
END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN
    SELECT raise(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
WHEN OLD.event_id > coalesce((SELECT max(event_id) FROM event_checkpoints), 0) BEGIN
    SELECT raise(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN NEW.event_id <= (SELECT max(event_id) FROM events) BEGIN
    SELECT raise(ABORT, 'events are append-only');
END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON event_checkpoints BEGIN
    SELECT raise(ABORT, 'checkpoints are append-only');
END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON event_checkpoints BEGIN
    SELECT raise(ABORT, 'checkpoints are append-only');
END;
CREATE TRIGGER checkpoints_true BEFORE INSERT ON event_checkpoints
WHEN NEW.event_id <= coalesce((SELECT max(event_id) FROM event_checkpoints), 0) OR NOT EXISTS (
    SELECT 1 FROM events WHERE event_id = NEW.event_id AND hash = NEW.hash
) BEGIN
    SELECT raise(ABORT, 'a checkpoint names an event of the chain');
END;
CREATE VIEW machine_actions AS SELECT action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity, state, reason, status, machine_action_id, adopted, requestor, error_code, error_message, attempts, alert_count, created_at, due_at, submitted_at, checked_at, finished_at, updated_at, machine_action FROM action_rows;
CREATE VIEW alerts AS SELECT alert_key, tenant, alert_id, title, severity, detected_at, source_file, content_sha256, mapping, outcome, reason, received_at FROM alert_rows;
CREATE VIEW open_actions AS SELECT action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity, state, reason, status, machine_action_id, adopted, requestor, error_code, error_message, attempts, alert_count, created_at, due_at, submitted_at, checked_at, finished_at, updated_at, machine_action FROM action_rows
    WHERE state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted');
CREATE VIEW held_actions AS SELECT action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity, state, reason, status, machine_action_id, adopted, requestor, error_code, error_message, attempts, alert_count, created_at, due_at, submitted_at, checked_at, finished_at, updated_at, machine_action FROM action_rows
    WHERE state = 'held';
CREATE VIEW failed_actions AS SELECT action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity, state, reason, status, machine_action_id, adopted, requestor, error_code, error_message, attempts, alert_count, created_at, due_at, submitted_at, checked_at, finished_at, updated_at, machine_action FROM action_rows
    WHERE state IN ('failed', 'timed_out', 'refused', 'expired');
CREATE INDEX machine_lookup_by_end ON machine_lookups(valid_until);
CREATE INDEX file_lookup_by_end ON file_lookups(valid_until);
CREATE INDEX action_by_tenant ON action_rows(tenant, created_at);
CREATE INDEX action_by_state ON action_rows(state, created_at);
CREATE INDEX action_by_name ON action_rows(machine_name COLLATE NOCASE, created_at)
    WHERE machine_name IS NOT NULL;
CREATE INDEX action_open ON action_rows(created_at) WHERE state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted');
CREATE INDEX action_finished ON action_rows(finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX action_failed ON action_rows(finished_at) WHERE state IN ('failed', 'timed_out', 'refused', 'expired');
CREATE INDEX alert_by_outcome ON alert_rows(outcome, received_at);
CREATE INDEX alert_by_tenant ON alert_rows(tenant, received_at);
CREATE INDEX event_by_person ON events(event_id) WHERE actor <> 'daemon';
CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant,
    sum(iif(kind = 'alert', number, 0)) AS alerts, sum(iif(word = 'mapped', number, 0)) AS mapped, sum(iif(word = 'skipped', number, 0)) AS skipped, sum(iif(word = 'duplicate', number, 0)) AS duplicate, sum(iif(word = 'rejected', number, 0)) AS rejected, sum(iif(kind = 'action', number, 0)) AS actions, sum(iif(word = 'held', number, 0)) AS held, sum(iif(word = 'queued', number, 0)) AS queued, sum(iif(word = 'sending', number, 0)) AS sending, sum(iif(word = 'unconfirmed', number, 0)) AS unconfirmed, sum(iif(word = 'submitted', number, 0)) AS submitted, sum(iif(word = 'succeeded', number, 0)) AS succeeded, sum(iif(word = 'failed', number, 0)) AS failed, sum(iif(word = 'timed_out', number, 0)) AS timed_out, sum(iif(word = 'cancelled', number, 0)) AS cancelled, sum(iif(word = 'refused', number, 0)) AS refused, sum(iif(word = 'denied', number, 0)) AS denied, sum(iif(word = 'expired', number, 0)) AS expired, sum(iif(word = 'dry_run', number, 0)) AS dry_run
    FROM day_counts GROUP BY day_counts.day, day_counts.tenant;
CREATE VIEW state_summary AS SELECT tenant, state, actions FROM state_counts WHERE actions > 0;
COMMIT;
