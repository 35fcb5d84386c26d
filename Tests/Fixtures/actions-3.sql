-- A log of schema version 3, as the daemon of that version left it after `make demo`: `.dump` of the sqlite3 shell and the two
-- pragmas that it leaves out.
PRAGMA application_id = 1280987732;
PRAGMA user_version = 3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
INSERT INTO grdb_migrations VALUES('3');
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
INSERT INTO action_rows VALUES(1,'demo','1e5bc9d7e413ddd7902c2932e418702b84d0cc07','host-1e5bc9d7.example.test','87662bc3d60e4200ceaf7aae249d1c343f4b83c9','dropped.dll','Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:51fa414bd5b8:1]','medium','succeeded',NULL,'Succeeded','28b2851b-7c5e-45b3-91cf-0a8d6b72e435',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.781Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795708983746,'2026-11-27T00:03:03.746Z','2018-12-04T12:15:40.123Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.769Z','2026-11-27T00:03:03.769Z',0,0,0,0,'{"id":"28b2851b-7c5e-45b3-91cf-0a8d6b72e435","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:51fa414bd5b8:1]","status":"Succeeded","machineId":"1e5bc9d7e413ddd7902c2932e418702b84d0cc07","computerDnsName":"host-1e5bc9d7.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7794478Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1794478Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(2,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05',NULL,'Quarantine on the analyst''s word, case 4 [lazaret:51fa414bd5b8:2]','high','succeeded',NULL,'Succeeded','a6ea4b2c-56f8-4813-a0b1-f44eb69a3143',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.776Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795694583746,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.762Z','2026-11-27T00:03:03.762Z',0,0,0,0,'{"id":"a6ea4b2c-56f8-4813-a0b1-f44eb69a3143","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Quarantine on the analyst''s word, case 4 [lazaret:51fa414bd5b8:2]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7718034Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1718034Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(3,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01','one.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:51fa414bd5b8:3]','high','succeeded',NULL,'Succeeded','06279edd-99ab-482d-a7e4-91bad9d32b44',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.781Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795694583746,'2026-11-27T00:03:03.746Z','2026-01-02T03:04:05.000Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.767Z','2026-11-27T00:03:03.767Z',0,0,0,0,'{"id":"06279edd-99ab-482d-a7e4-91bad9d32b44","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:51fa414bd5b8:3]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7755046Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1755046Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(4,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02','two.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:51fa414bd5b8:4]','high','succeeded',NULL,'Succeeded','c5e50ad4-5e19-470c-b883-57b1e4e945d9',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.795Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795694583746,'2026-11-27T00:03:03.746Z','2026-01-02T03:04:05.000Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.785Z','2026-11-27T00:03:03.785Z',0,0,0,0,'{"id":"c5e50ad4-5e19-470c-b883-57b1e4e945d9","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:51fa414bd5b8:4]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7943220Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1943220Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(5,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:51fa414bd5b8:5]','medium','succeeded',NULL,'Succeeded','eb34a063-2926-47f9-bb58-6d60652df661',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.784Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795708983746,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.773Z','2026-11-27T00:03:03.773Z',0,0,0,0,'{"id":"eb34a063-2926-47f9-bb58-6d60652df661","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:51fa414bd5b8:5]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7828876Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1828876Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
INSERT INTO action_rows VALUES(6,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:51fa414bd5b8:6]','medium','succeeded',NULL,'Succeeded','64d80c91-4f66-45f8-b144-acbabae2e4dc',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:03.787Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z','2026-11-27T00:03:05.547Z',1795708983746,'2026-11-27T00:03:03.746Z',NULL,'2026-11-27T00:03:05.547Z','2026-11-27T00:03:03.779Z','2026-11-27T00:03:03.779Z',0,0,0,0,'{"id":"64d80c91-4f66-45f8-b144-acbabae2e4dc","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:51fa414bd5b8:6]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-27T00:03:03.7863807Z","lastUpdateDateTimeUtc":"2026-11-27T00:03:05.1863807Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}','');
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
INSERT INTO files VALUES(1,'03-process-only.json','2026-11-27T00:03:03.746Z',1,0,NULL,0,'2026-11-27T00:03:03.754Z');
INSERT INTO files VALUES(2,'01-defender-alert.json','2026-11-27T00:03:03.746Z',1,0,NULL,0,'2026-11-27T00:03:05.551Z');
INSERT INTO files VALUES(3,'04-flat.json','2026-11-27T00:03:03.746Z',1,0,NULL,0,'2026-11-27T00:03:05.551Z');
INSERT INTO files VALUES(4,'02-defender-list.json','2026-11-27T00:03:03.746Z',2,0,NULL,0,'2026-11-27T00:03:05.551Z');
INSERT INTO files VALUES(5,'05-flat-lines.jsonl','2026-11-27T00:03:03.746Z',2,0,NULL,0,'2026-11-27T00:03:05.551Z');
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
INSERT INTO alert_rows VALUES(1,'demo','da100000000000000003_3',NULL,NULL,NULL,'03-process-only.json','f252304f3158e067b2aff9d83c84920f2e2062e339be10f6def64c4eac4725e9','defender-alert','skipped','no_file_evidence','2026-11-27T00:03:03.746Z',1,NULL,NULL);
INSERT INTO alert_rows VALUES(2,'demo','441688558380765161_2136280442','Suspicious file observed','medium','2018-12-04T12:15:40.123Z','01-defender-alert.json','df058f2eafd4e2d831af071a55f67eb04fb745b7c0d72cadf0dd6c552559e2ce','defender-alert','mapped',NULL,'2026-11-27T00:03:03.746Z',2,NULL,NULL);
INSERT INTO alert_rows VALUES(3,'demo','soc-4',NULL,'high',NULL,'04-flat.json','cb6edaae44d54bce7e25b47bf6e74e9e205744b6124a7868e0a0c6574e8eca72','flat','mapped',NULL,'2026-11-27T00:03:03.746Z',3,NULL,NULL);
INSERT INTO alert_rows VALUES(4,'demo','da100000000000000001_1','Dropper','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','mapped',NULL,'2026-11-27T00:03:03.746Z',4,NULL,NULL);
INSERT INTO alert_rows VALUES(5,'demo','da100000000000000002_2','Already handled','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','skipped','handled','2026-11-27T00:03:03.746Z',4,NULL,NULL);
INSERT INTO alert_rows VALUES(6,'demo','soc-5',NULL,'medium',NULL,'05-flat-lines.jsonl','c3ceb3aaf38241887eed455370b48cc5e8a4f57a4bb7391cf242f636467f1148','flat','mapped',NULL,'2026-11-27T00:03:03.746Z',5,1,NULL);
INSERT INTO alert_rows VALUES(7,'demo','soc-6',NULL,'medium',NULL,'05-flat-lines.jsonl','7d46f5bb8c6728e500ae0596eb3c713e87b911c7e9510faa0388c353a7941501','flat','mapped',NULL,'2026-11-27T00:03:03.746Z',5,2,NULL);
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
INSERT INTO attempts VALUES(1,NULL,'demo','token','2026-11-27T00:03:03.753Z','2026-11-27T00:03:03.760Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(2,2,'demo','submit','2026-11-27T00:03:03.767Z','2026-11-27T00:03:03.776Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(3,3,'demo','submit','2026-11-27T00:03:03.769Z','2026-11-27T00:03:03.781Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(4,1,'demo','submit','2026-11-27T00:03:03.773Z','2026-11-27T00:03:03.781Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(5,5,'demo','submit','2026-11-27T00:03:03.779Z','2026-11-27T00:03:03.784Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(6,6,'demo','submit','2026-11-27T00:03:03.785Z','2026-11-27T00:03:03.787Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(7,4,'demo','submit','2026-11-27T00:03:03.790Z','2026-11-27T00:03:03.794Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(8,NULL,'demo','list','2026-11-27T00:03:04.281Z','2026-11-27T00:03:04.283Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(9,NULL,'demo','list','2026-11-27T00:03:04.529Z','2026-11-27T00:03:04.531Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(10,NULL,'demo','list','2026-11-27T00:03:05.035Z','2026-11-27T00:03:05.038Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(11,NULL,'demo','list','2026-11-27T00:03:05.543Z','2026-11-27T00:03:05.545Z',200,'ok',NULL,NULL,NULL,NULL);
CREATE TABLE quota_slots (
    attempt_id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    lane TEXT NOT NULL,
    boot TEXT NOT NULL,
    ends_steady INTEGER NOT NULL,
    ends_wall INTEGER NOT NULL
) STRICT;
INSERT INTO quota_slots VALUES(2,'demo','submit','556701b600f041ceb1d6854e6426b628',41056559,1795737783776);
INSERT INTO quota_slots VALUES(3,'demo','submit','556701b600f041ceb1d6854e6426b628',41056564,1795737783781);
INSERT INTO quota_slots VALUES(4,'demo','submit','556701b600f041ceb1d6854e6426b628',41056564,1795737783781);
INSERT INTO quota_slots VALUES(5,'demo','submit','556701b600f041ceb1d6854e6426b628',41056567,1795737783784);
INSERT INTO quota_slots VALUES(6,'demo','submit','556701b600f041ceb1d6854e6426b628',41056570,1795737783787);
INSERT INTO quota_slots VALUES(7,'demo','submit','556701b600f041ceb1d6854e6426b628',41056578,1795737783795);
INSERT INTO quota_slots VALUES(8,'demo','list','556701b600f041ceb1d6854e6426b628',41057068,1795737784285);
INSERT INTO quota_slots VALUES(9,'demo','list','556701b600f041ceb1d6854e6426b628',41057316,1795737784533);
INSERT INTO quota_slots VALUES(10,'demo','list','556701b600f041ceb1d6854e6426b628',41057824,1795737785041);
INSERT INTO quota_slots VALUES(11,'demo','list','556701b600f041ceb1d6854e6426b628',41058330,1795737785547);
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
INSERT INTO events VALUES(1,'2026-11-27T00:03:03.746Z',1,'daemon','created',NULL,'queued',NULL,'{}','0000000000000000000000000000000000000000000000000000000000000000','92237a04f87d3edd57a80ef4ef973c7572fa5c8576c2bff45993ae5aac0c8354');
INSERT INTO events VALUES(2,'2026-11-27T00:03:03.746Z',2,'daemon','created',NULL,'queued',NULL,'{}','92237a04f87d3edd57a80ef4ef973c7572fa5c8576c2bff45993ae5aac0c8354','43aa4ddec665165a0f5c3d5780a9256d27c68af8b17c14107d0b9003fce2d234');
INSERT INTO events VALUES(3,'2026-11-27T00:03:03.746Z',3,'daemon','created',NULL,'queued',NULL,'{}','43aa4ddec665165a0f5c3d5780a9256d27c68af8b17c14107d0b9003fce2d234','3db35fbf03eb4ebd6d1e834d5b51b74765682db4a495da58c740ff28d98cae87');
INSERT INTO events VALUES(4,'2026-11-27T00:03:03.746Z',4,'daemon','created',NULL,'queued',NULL,'{}','3db35fbf03eb4ebd6d1e834d5b51b74765682db4a495da58c740ff28d98cae87','48fd16506c9009a87d962860846a280141f62fc74978f3d50084aa935c51cb1c');
INSERT INTO events VALUES(5,'2026-11-27T00:03:03.746Z',5,'daemon','created',NULL,'queued',NULL,'{}','48fd16506c9009a87d962860846a280141f62fc74978f3d50084aa935c51cb1c','9edb23eabb5d1848e2f34e9f45c7d0f38d99234c8e9b9c538e75cbb0b0516c1e');
INSERT INTO events VALUES(6,'2026-11-27T00:03:03.746Z',6,'daemon','created',NULL,'queued',NULL,'{}','9edb23eabb5d1848e2f34e9f45c7d0f38d99234c8e9b9c538e75cbb0b0516c1e','b6faf0b0bff89879acb8186dff5d474f6eb11c50aef84111497d7dcca8438836');
INSERT INTO events VALUES(7,'2026-11-27T00:03:03.762Z',2,'daemon','changed','queued','sending',NULL,'{}','b6faf0b0bff89879acb8186dff5d474f6eb11c50aef84111497d7dcca8438836','aed780dea407583e80068dd83a8b57bcd8a6760cc7b72c0400d13d206ab14edf');
INSERT INTO events VALUES(8,'2026-11-27T00:03:03.767Z',3,'daemon','changed','queued','sending',NULL,'{}','aed780dea407583e80068dd83a8b57bcd8a6760cc7b72c0400d13d206ab14edf','de3f2831f8a3c6adf3f348517401b0e2138c17f0d74505620c7b8cdbabffc59b');
INSERT INTO events VALUES(9,'2026-11-27T00:03:03.769Z',1,'daemon','changed','queued','sending',NULL,'{}','de3f2831f8a3c6adf3f348517401b0e2138c17f0d74505620c7b8cdbabffc59b','4b5cd8695d5982c6f597667bf034a030167a3e7bc148bdac33d81aa78aba3881');
INSERT INTO events VALUES(10,'2026-11-27T00:03:03.773Z',5,'daemon','changed','queued','sending',NULL,'{}','4b5cd8695d5982c6f597667bf034a030167a3e7bc148bdac33d81aa78aba3881','e7f82dd6eca0586b30b432f08bd8bb92d781453f58c54d4c6b7fdf436d291102');
INSERT INTO events VALUES(11,'2026-11-27T00:03:03.776Z',2,'daemon','changed','sending','submitted',NULL,'{}','e7f82dd6eca0586b30b432f08bd8bb92d781453f58c54d4c6b7fdf436d291102','e6edd8c3305e74938e4a6d0ea518e6ff65bada2ab4bfc542837c31a0393825d0');
INSERT INTO events VALUES(12,'2026-11-27T00:03:03.779Z',6,'daemon','changed','queued','sending',NULL,'{}','e6edd8c3305e74938e4a6d0ea518e6ff65bada2ab4bfc542837c31a0393825d0','b56dd30c5b635ddc6193f04a0a822b5d90971a9d5e100b6bd804fd0cfeacf1df');
INSERT INTO events VALUES(13,'2026-11-27T00:03:03.781Z',3,'daemon','changed','sending','submitted',NULL,'{}','b56dd30c5b635ddc6193f04a0a822b5d90971a9d5e100b6bd804fd0cfeacf1df','5281855b25d24924ae613d90c012bab64f9aef2c4e40fb5a77d62728236d78dd');
INSERT INTO events VALUES(14,'2026-11-27T00:03:03.781Z',1,'daemon','changed','sending','submitted',NULL,'{}','5281855b25d24924ae613d90c012bab64f9aef2c4e40fb5a77d62728236d78dd','b968695e5178f16dc51b9998e3f1519e48b707f788f4c0d06893d01758011469');
INSERT INTO events VALUES(15,'2026-11-27T00:03:03.784Z',5,'daemon','changed','sending','submitted',NULL,'{}','b968695e5178f16dc51b9998e3f1519e48b707f788f4c0d06893d01758011469','9b8bb1e2a74713e9dfdd7fa76de979d6ecdf7cfdfe9edfdb8846fe6b347db87a');
INSERT INTO events VALUES(16,'2026-11-27T00:03:03.785Z',4,'daemon','changed','queued','sending',NULL,'{}','9b8bb1e2a74713e9dfdd7fa76de979d6ecdf7cfdfe9edfdb8846fe6b347db87a','096011dde646f9fbb5d06d23815531a7d5e29e86d8bb0b31c9a293d0dec191ef');
INSERT INTO events VALUES(17,'2026-11-27T00:03:03.787Z',6,'daemon','changed','sending','submitted',NULL,'{}','096011dde646f9fbb5d06d23815531a7d5e29e86d8bb0b31c9a293d0dec191ef','e775658bb0492ca1ffb6be40094a9094588903929106d4f6be0f200721a5ba52');
INSERT INTO events VALUES(18,'2026-11-27T00:03:03.795Z',4,'daemon','changed','sending','submitted',NULL,'{}','e775658bb0492ca1ffb6be40094a9094588903929106d4f6be0f200721a5ba52','a5418ba9a45e5dbe46efff58a9f057f47ffd4ac659500ed1ab1cc6d90485403c');
INSERT INTO events VALUES(19,'2026-11-27T00:03:05.547Z',1,'daemon','changed','submitted','succeeded',NULL,'{}','a5418ba9a45e5dbe46efff58a9f057f47ffd4ac659500ed1ab1cc6d90485403c','6d6c5a314e1205fec477a1de0b7afb4b77547932009587397ffb34faaf6c9029');
INSERT INTO events VALUES(20,'2026-11-27T00:03:05.547Z',2,'daemon','changed','submitted','succeeded',NULL,'{}','6d6c5a314e1205fec477a1de0b7afb4b77547932009587397ffb34faaf6c9029','cfe7a197512f2fd811b9245a9bf0a8b808ea8d28fc48079975ec98e782ede1c3');
INSERT INTO events VALUES(21,'2026-11-27T00:03:05.547Z',3,'daemon','changed','submitted','succeeded',NULL,'{}','cfe7a197512f2fd811b9245a9bf0a8b808ea8d28fc48079975ec98e782ede1c3','4c42f55b541161672b3129e6b2e3fa925cd8c00a784959b4af3c10897db55220');
INSERT INTO events VALUES(22,'2026-11-27T00:03:05.547Z',4,'daemon','changed','submitted','succeeded',NULL,'{}','4c42f55b541161672b3129e6b2e3fa925cd8c00a784959b4af3c10897db55220','adf9fccc2c04426ed25a34888701f2b424f5b04c3c3afc8023f48878ad024068');
INSERT INTO events VALUES(23,'2026-11-27T00:03:05.547Z',5,'daemon','changed','submitted','succeeded',NULL,'{}','adf9fccc2c04426ed25a34888701f2b424f5b04c3c3afc8023f48878ad024068','14c5a1dba8913634b8433d4d816dedaf8a7cb1f8679027b9d89aa058df0a97a0');
INSERT INTO events VALUES(24,'2026-11-27T00:03:05.547Z',6,'daemon','changed','submitted','succeeded',NULL,'{}','14c5a1dba8913634b8433d4d816dedaf8a7cb1f8679027b9d89aa058df0a97a0','1791bec7d5bf4c875315602be27723ff9901d651b1038a32c007d161306fd972');
CREATE TABLE chain_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    event_id INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chain_head VALUES(1,24,'1791bec7d5bf4c875315602be27723ff9901d651b1038a32c007d161306fd972');
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
INSERT INTO settings VALUES('installation','51fa414bd5b8');
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
INSERT INTO sqlite_stat1 VALUES('action_rows','action_queue','1000 500 1 1 1 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_due','2000 1000 300 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_busy_machine','100 50 1');
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
INSERT INTO sqlite_stat1 VALUES('action_rows','action_live_machine','1000 500 2');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_ended_machine','9000000 4500000 500 1');
INSERT INTO sqlite_stat1 VALUES('action_rows','action_ended_file','9000000 4500000 50 2 1');
CREATE TABLE day_totals (
    day TEXT NOT NULL,
    tenant TEXT NOT NULL,
    alerts INTEGER NOT NULL DEFAULT 0,
    mapped INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    actions INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    queued INTEGER NOT NULL DEFAULT 0,
    sending INTEGER NOT NULL DEFAULT 0,
    unconfirmed INTEGER NOT NULL DEFAULT 0,
    submitted INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    timed_out INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    denied INTEGER NOT NULL DEFAULT 0,
    expired INTEGER NOT NULL DEFAULT 0,
    dry_run INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, tenant)
) STRICT, WITHOUT ROWID;
INSERT INTO day_totals VALUES('2026-11-27','demo',7,5,2,0,0,6,0,0,0,0,0,6,0,0,0,0,0,0,0);
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
CREATE INDEX action_queue ON action_rows(tenant, rank, action_id, due_at, machine_id) WHERE state = 'queued';
CREATE INDEX action_due ON action_rows(tenant, state, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX action_busy_machine ON action_rows(tenant, machine_id) WHERE state IN ('sending', 'unconfirmed');
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
CREATE VIEW state_summary AS SELECT tenant, state, actions FROM state_counts WHERE actions > 0;
CREATE INDEX action_aging ON action_rows(arrived_at) WHERE state IN ('held', 'queued');
CREATE INDEX action_live_machine ON action_rows(tenant, machine_id) WHERE state IN ('queued', 'sending', 'unconfirmed', 'submitted');
CREATE INDEX action_ended_machine ON action_rows(tenant, machine_id, counted_at)
    WHERE counted_at IS NOT NULL AND state IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'refused', 'denied', 'expired', 'dry_run');
CREATE INDEX action_ended_file ON action_rows(tenant, sha1, counted_at, machine_id)
    WHERE counted_at IS NOT NULL AND state IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'refused', 'denied', 'expired', 'dry_run');
CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant, alerts, mapped, skipped, duplicate, rejected, actions, held, queued, sending, unconfirmed, submitted, succeeded, failed, timed_out, cancelled, refused, denied, expired, dry_run
    FROM day_totals WHERE alerts > 0 OR actions > 0;
CREATE TRIGGER action_counted_over AFTER UPDATE OF state ON action_rows WHEN OLD.state <> NEW.state BEGIN
    UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
    INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
        ON CONFLICT DO UPDATE SET actions = actions + 1;
    UPDATE day_totals
        SET held = held - (OLD.state = 'held') + (NEW.state = 'held'), queued = queued - (OLD.state = 'queued') + (NEW.state = 'queued'), sending = sending - (OLD.state = 'sending') + (NEW.state = 'sending'), unconfirmed = unconfirmed - (OLD.state = 'unconfirmed') + (NEW.state = 'unconfirmed'), submitted = submitted - (OLD.state = 'submitted') + (NEW.state = 'submitted'), succeeded = succeeded - (OLD.state = 'succeeded') + (NEW.state = 'succeeded'), failed = failed - (OLD.state = 'failed') + (NEW.state = 'failed'), timed_out = timed_out - (OLD.state = 'timed_out') + (NEW.state = 'timed_out'), cancelled = cancelled - (OLD.state = 'cancelled') + (NEW.state = 'cancelled'), refused = refused - (OLD.state = 'refused') + (NEW.state = 'refused'), denied = denied - (OLD.state = 'denied') + (NEW.state = 'denied'), expired = expired - (OLD.state = 'expired') + (NEW.state = 'expired'), dry_run = dry_run - (OLD.state = 'dry_run') + (NEW.state = 'dry_run')
        WHERE day = substr(OLD.created_at, 1, 10) AND tenant = OLD.tenant;
END;
CREATE TRIGGER action_counted_out AFTER DELETE ON action_rows BEGIN
    UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
    UPDATE day_totals
        SET actions = actions - 1, held = held - (OLD.state = 'held'), queued = queued - (OLD.state = 'queued'), sending = sending - (OLD.state = 'sending'), unconfirmed = unconfirmed - (OLD.state = 'unconfirmed'), submitted = submitted - (OLD.state = 'submitted'), succeeded = succeeded - (OLD.state = 'succeeded'), failed = failed - (OLD.state = 'failed'), timed_out = timed_out - (OLD.state = 'timed_out'), cancelled = cancelled - (OLD.state = 'cancelled'), refused = refused - (OLD.state = 'refused'), denied = denied - (OLD.state = 'denied'), expired = expired - (OLD.state = 'expired'), dry_run = dry_run - (OLD.state = 'dry_run')
        WHERE day = substr(OLD.created_at, 1, 10) AND tenant = OLD.tenant;
END;
CREATE TRIGGER alert_counted_out AFTER DELETE ON alert_rows BEGIN
    UPDATE day_totals
        SET alerts = alerts - 1, mapped = mapped - (OLD.outcome = 'mapped'), skipped = skipped - (OLD.outcome = 'skipped'), duplicate = duplicate - (OLD.outcome = 'duplicate'), rejected = rejected - (OLD.outcome = 'rejected')
        WHERE day = substr(OLD.received_at, 1, 10) AND tenant = coalesce(OLD.tenant, '');
END;
COMMIT;
