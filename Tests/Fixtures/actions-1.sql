-- A log of schema version 1, as the daemon of that version left it after `make demo`: `.dump` of the sqlite3 shell and the two
-- pragmas that it leaves out.
PRAGMA application_id = 1280987732;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
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
) STRICT;
INSERT INTO action_rows VALUES(1,'demo','1e5bc9d7e413ddd7902c2932e418702b84d0cc07','host-1e5bc9d7.example.test','87662bc3d60e4200ceaf7aae249d1c343f4b83c9','dropped.dll','Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:f64147533829:1]','medium','succeeded',NULL,'Succeeded','eb34a063-2926-47f9-bb58-6d60652df661',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.456Z',NULL,'2026-11-26T12:43:26.488Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795668206456,'2026-11-26T12:43:26.456Z','2018-12-04T12:15:40.123Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.483Z','2026-11-26T12:43:26.483Z',0,0,0,0,'{"id":"eb34a063-2926-47f9-bb58-6d60652df661","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:f64147533829:1]","status":"Succeeded","machineId":"1e5bc9d7e413ddd7902c2932e418702b84d0cc07","computerDnsName":"host-1e5bc9d7.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4868876Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8868876Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
INSERT INTO action_rows VALUES(2,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01','one.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:f64147533829:2]','high','succeeded',NULL,'Succeeded','a6ea4b2c-56f8-4813-a0b1-f44eb69a3143',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.461Z',NULL,'2026-11-26T12:43:26.480Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795653806461,'2026-11-26T12:43:26.461Z','2026-01-02T03:04:05.000Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.473Z','2026-11-26T12:43:26.473Z',0,0,0,0,'{"id":"a6ea4b2c-56f8-4813-a0b1-f44eb69a3143","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:f64147533829:2]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4788034Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8788034Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
INSERT INTO action_rows VALUES(3,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02','two.exe','Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:f64147533829:3]','high','succeeded',NULL,'Succeeded','28b2851b-7c5e-45b3-91cf-0a8d6b72e435',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.461Z',NULL,'2026-11-26T12:43:26.485Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795653806461,'2026-11-26T12:43:26.461Z','2026-01-02T03:04:05.000Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.481Z','2026-11-26T12:43:26.481Z',0,0,0,0,'{"id":"28b2851b-7c5e-45b3-91cf-0a8d6b72e435","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Stop and quarantine file on machine due to alert da100000000000000001_1 [lazaret:f64147533829:3]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4834478Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8834478Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
INSERT INTO action_rows VALUES(4,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05',NULL,'Quarantine on the analyst''s word, case 4 [lazaret:f64147533829:4]','high','succeeded',NULL,'Succeeded','06279edd-99ab-482d-a7e4-91bad9d32b44',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.467Z',NULL,'2026-11-26T12:43:26.481Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795653806467,'2026-11-26T12:43:26.467Z',NULL,'2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.477Z','2026-11-26T12:43:26.477Z',0,0,0,0,'{"id":"06279edd-99ab-482d-a7e4-91bad9d32b44","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Quarantine on the analyst''s word, case 4 [lazaret:f64147533829:4]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4805046Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8805046Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
INSERT INTO action_rows VALUES(5,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:f64147533829:5]','medium','succeeded',NULL,'Succeeded','64d80c91-4f66-45f8-b144-acbabae2e4dc',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.473Z',NULL,'2026-11-26T12:43:26.490Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795668206473,'2026-11-26T12:43:26.473Z',NULL,'2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.486Z','2026-11-26T12:43:26.486Z',0,0,0,0,'{"id":"64d80c91-4f66-45f8-b144-acbabae2e4dc","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:f64147533829:5]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa05","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4893807Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8893807Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
INSERT INTO action_rows VALUES(6,'demo','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06','host-aaaaaaaa.example.test','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06',NULL,'Known bad, case 5 [lazaret:f64147533829:6]','medium','succeeded',NULL,'Succeeded','c5e50ad4-5e19-470c-b883-57b1e4e945d9',0,'66666666-7777-8888-9999-000000000000',NULL,NULL,1,1,'2026-11-26T12:43:26.473Z',NULL,'2026-11-26T12:43:26.492Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z','2026-11-26T12:43:27.996Z',1795668206473,'2026-11-26T12:43:26.473Z',NULL,'2026-11-26T12:43:27.996Z','2026-11-26T12:43:26.488Z','2026-11-26T12:43:26.488Z',0,0,0,0,'{"id":"c5e50ad4-5e19-470c-b883-57b1e4e945d9","type":"StopAndQuarantineFile","title":null,"requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"Known bad, case 5 [lazaret:f64147533829:6]","status":"Succeeded","machineId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa06","computerDnsName":"host-aaaaaaaa.example.test","creationDateTimeUtc":"2026-11-26T12:43:26.4913220Z","lastUpdateDateTimeUtc":"2026-11-26T12:43:27.8913220Z","cancellationRequestor":null,"cancellationComment":null,"cancellationDateTimeUtc":null,"errorHResult":0,"scope":null,"externalId":null,"requestSource":"PublicApi","relatedFileInfo":{"fileIdentifier":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb06","fileIdentifierType":"Sha1"},"commands":[],"troubleshootInfo":null}');
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
INSERT INTO files VALUES(1,'01-defender-alert.json','2026-11-26T12:43:26.456Z',1,0,NULL,0,'2026-11-26T12:43:28.002Z');
INSERT INTO files VALUES(2,'02-defender-list.json','2026-11-26T12:43:26.461Z',2,0,NULL,0,'2026-11-26T12:43:28.002Z');
INSERT INTO files VALUES(3,'03-process-only.json','2026-11-26T12:43:26.464Z',1,0,NULL,0,'2026-11-26T12:43:26.468Z');
INSERT INTO files VALUES(4,'04-flat.json','2026-11-26T12:43:26.467Z',1,0,NULL,0,'2026-11-26T12:43:28.002Z');
INSERT INTO files VALUES(5,'05-flat-lines.jsonl','2026-11-26T12:43:26.473Z',2,0,NULL,0,'2026-11-26T12:43:28.002Z');
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
INSERT INTO alert_rows VALUES(1,'demo','441688558380765161_2136280442','Suspicious file observed','medium','2018-12-04T12:15:40.123Z','01-defender-alert.json','df058f2eafd4e2d831af071a55f67eb04fb745b7c0d72cadf0dd6c552559e2ce','defender-alert','mapped',NULL,'2026-11-26T12:43:26.456Z',1,NULL,NULL);
INSERT INTO alert_rows VALUES(2,'demo','da100000000000000001_1','Dropper','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','mapped',NULL,'2026-11-26T12:43:26.461Z',2,NULL,NULL);
INSERT INTO alert_rows VALUES(3,'demo','da100000000000000002_2','Already handled','high','2026-01-02T03:04:05.000Z','02-defender-list.json','9bf5f1673d9b2601021fb5801c244f635e933916737cc9e9a6bacbfbdf107c03','defender-alert','skipped','handled','2026-11-26T12:43:26.461Z',2,NULL,NULL);
INSERT INTO alert_rows VALUES(4,'demo','da100000000000000003_3',NULL,NULL,NULL,'03-process-only.json','f252304f3158e067b2aff9d83c84920f2e2062e339be10f6def64c4eac4725e9','defender-alert','skipped','no_file_evidence','2026-11-26T12:43:26.464Z',3,NULL,NULL);
INSERT INTO alert_rows VALUES(5,'demo','soc-4',NULL,'high',NULL,'04-flat.json','cb6edaae44d54bce7e25b47bf6e74e9e205744b6124a7868e0a0c6574e8eca72','flat','mapped',NULL,'2026-11-26T12:43:26.467Z',4,NULL,NULL);
INSERT INTO alert_rows VALUES(6,'demo','soc-5',NULL,'medium',NULL,'05-flat-lines.jsonl','c3ceb3aaf38241887eed455370b48cc5e8a4f57a4bb7391cf242f636467f1148','flat','mapped',NULL,'2026-11-26T12:43:26.473Z',5,1,NULL);
INSERT INTO alert_rows VALUES(7,'demo','soc-6',NULL,'medium',NULL,'05-flat-lines.jsonl','7d46f5bb8c6728e500ae0596eb3c713e87b911c7e9510faa0388c353a7941501','flat','mapped',NULL,'2026-11-26T12:43:26.473Z',5,2,NULL);
CREATE TABLE action_alerts (
    action_id INTEGER NOT NULL REFERENCES action_rows(action_id),
    alert_key INTEGER NOT NULL REFERENCES alert_rows(alert_key),
    PRIMARY KEY (action_id, alert_key)
) STRICT, WITHOUT ROWID;
INSERT INTO action_alerts VALUES(1,1);
INSERT INTO action_alerts VALUES(2,2);
INSERT INTO action_alerts VALUES(3,2);
INSERT INTO action_alerts VALUES(4,5);
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
INSERT INTO attempts VALUES(1,NULL,'demo','token','2026-11-26T12:43:26.462Z','2026-11-26T12:43:26.470Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(2,2,'demo','submit','2026-11-26T12:43:26.477Z','2026-11-26T12:43:26.480Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(3,4,'demo','submit','2026-11-26T12:43:26.479Z','2026-11-26T12:43:26.481Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(4,3,'demo','submit','2026-11-26T12:43:26.483Z','2026-11-26T12:43:26.485Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(5,1,'demo','submit','2026-11-26T12:43:26.486Z','2026-11-26T12:43:26.488Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(6,5,'demo','submit','2026-11-26T12:43:26.488Z','2026-11-26T12:43:26.490Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(7,6,'demo','submit','2026-11-26T12:43:26.489Z','2026-11-26T12:43:26.492Z',201,'accepted',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(8,NULL,'demo','list','2026-11-26T12:43:26.981Z','2026-11-26T12:43:26.983Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(9,NULL,'demo','list','2026-11-26T12:43:27.487Z','2026-11-26T12:43:27.489Z',200,'ok',NULL,NULL,NULL,NULL);
INSERT INTO attempts VALUES(10,NULL,'demo','list','2026-11-26T12:43:27.992Z','2026-11-26T12:43:27.994Z',200,'ok',NULL,NULL,NULL,NULL);
CREATE TABLE quota_slots (
    attempt_id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    lane TEXT NOT NULL,
    boot TEXT NOT NULL,
    ends_steady INTEGER NOT NULL,
    ends_wall INTEGER NOT NULL
) STRICT;
INSERT INTO quota_slots VALUES(2,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279263,1795697006480);
INSERT INTO quota_slots VALUES(3,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279264,1795697006481);
INSERT INTO quota_slots VALUES(4,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279268,1795697006485);
INSERT INTO quota_slots VALUES(5,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279271,1795697006488);
INSERT INTO quota_slots VALUES(6,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279273,1795697006490);
INSERT INTO quota_slots VALUES(7,'demo','submit','556701b6-00f0-41ce-b1d6-854e6426b628',279275,1795697006492);
INSERT INTO quota_slots VALUES(8,'demo','list','556701b6-00f0-41ce-b1d6-854e6426b628',279768,1795697006985);
INSERT INTO quota_slots VALUES(9,'demo','list','556701b6-00f0-41ce-b1d6-854e6426b628',280273,1795697007490);
INSERT INTO quota_slots VALUES(10,'demo','list','556701b6-00f0-41ce-b1d6-854e6426b628',280779,1795697007996);
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
INSERT INTO events VALUES(1,'2026-11-26T12:43:26.456Z',1,'daemon','created',NULL,'queued',NULL,'{}','0000000000000000000000000000000000000000000000000000000000000000','87a2c5748f2c67f588512ec5084771429e93b5713a11131f2c91a8049cc62711');
INSERT INTO events VALUES(2,'2026-11-26T12:43:26.461Z',2,'daemon','created',NULL,'queued',NULL,'{}','87a2c5748f2c67f588512ec5084771429e93b5713a11131f2c91a8049cc62711','bd6d7d4140eef05a53e263c856fca3bc83faf1f3e5d5b936015bf9364306d4de');
INSERT INTO events VALUES(3,'2026-11-26T12:43:26.461Z',3,'daemon','created',NULL,'queued',NULL,'{}','bd6d7d4140eef05a53e263c856fca3bc83faf1f3e5d5b936015bf9364306d4de','c0875275f5ef809e6b5a0286f275949066e75034ad213815d916c957d36a1176');
INSERT INTO events VALUES(4,'2026-11-26T12:43:26.467Z',4,'daemon','created',NULL,'queued',NULL,'{}','c0875275f5ef809e6b5a0286f275949066e75034ad213815d916c957d36a1176','f4c886259f102d5defd7f10e6a611da3db8940f4fd9f0577ae551fa53e025bdd');
INSERT INTO events VALUES(5,'2026-11-26T12:43:26.473Z',5,'daemon','created',NULL,'queued',NULL,'{}','f4c886259f102d5defd7f10e6a611da3db8940f4fd9f0577ae551fa53e025bdd','80fe58e3bb4edb11457921e88d8a01e63fa5d307d669740ead6217c91c05cc64');
INSERT INTO events VALUES(6,'2026-11-26T12:43:26.473Z',6,'daemon','created',NULL,'queued',NULL,'{}','80fe58e3bb4edb11457921e88d8a01e63fa5d307d669740ead6217c91c05cc64','208176b0fe150fbb556ceb807c516da2ac128cfcce7c71778efb91f11d0654f3');
INSERT INTO events VALUES(7,'2026-11-26T12:43:26.473Z',2,'daemon','changed','queued','sending',NULL,'{}','208176b0fe150fbb556ceb807c516da2ac128cfcce7c71778efb91f11d0654f3','62e236e18c728f546c266a00c6bbe2dd5d7b46e3dca57aa0fed0bcbcb77a20e1');
INSERT INTO events VALUES(8,'2026-11-26T12:43:26.477Z',4,'daemon','changed','queued','sending',NULL,'{}','62e236e18c728f546c266a00c6bbe2dd5d7b46e3dca57aa0fed0bcbcb77a20e1','c9d7a4fd35b10215effa3205c6df7cbdfa6b547cca288da1bf99907a2b357a30');
INSERT INTO events VALUES(9,'2026-11-26T12:43:26.480Z',2,'daemon','changed','sending','submitted',NULL,'{}','c9d7a4fd35b10215effa3205c6df7cbdfa6b547cca288da1bf99907a2b357a30','9d986ec6cdc317fb18271fe62d7bfa1e0ca6b8dc4791b757ab298bf8fa94ad87');
INSERT INTO events VALUES(10,'2026-11-26T12:43:26.481Z',3,'daemon','changed','queued','sending',NULL,'{}','9d986ec6cdc317fb18271fe62d7bfa1e0ca6b8dc4791b757ab298bf8fa94ad87','90a5423b0c4c3b4f8d1b7b845e1259f2832b0d654d759674f3d5b756970cd818');
INSERT INTO events VALUES(11,'2026-11-26T12:43:26.481Z',4,'daemon','changed','sending','submitted',NULL,'{}','90a5423b0c4c3b4f8d1b7b845e1259f2832b0d654d759674f3d5b756970cd818','7e8f0b66f43df1ca78f59eb2a708925e7901b4702eaf8d32f837166352dd686b');
INSERT INTO events VALUES(12,'2026-11-26T12:43:26.483Z',1,'daemon','changed','queued','sending',NULL,'{}','7e8f0b66f43df1ca78f59eb2a708925e7901b4702eaf8d32f837166352dd686b','46d957425eb47a60c152a8b8ae45689e427ae1baa47481f302f3f70e2975ade2');
INSERT INTO events VALUES(13,'2026-11-26T12:43:26.485Z',3,'daemon','changed','sending','submitted',NULL,'{}','46d957425eb47a60c152a8b8ae45689e427ae1baa47481f302f3f70e2975ade2','f4a014afe60636864dbb88cec69898a12defafa1be29b379314ed911ef00ee08');
INSERT INTO events VALUES(14,'2026-11-26T12:43:26.486Z',5,'daemon','changed','queued','sending',NULL,'{}','f4a014afe60636864dbb88cec69898a12defafa1be29b379314ed911ef00ee08','d3e38890e0014c61a484ca6ec1b802bad5302693c02ad743a3808d24cf500950');
INSERT INTO events VALUES(15,'2026-11-26T12:43:26.488Z',6,'daemon','changed','queued','sending',NULL,'{}','d3e38890e0014c61a484ca6ec1b802bad5302693c02ad743a3808d24cf500950','d65a9e61cd55d6bf1fae2400d72ae48915e69b70c47eda952d02fc26e9357566');
INSERT INTO events VALUES(16,'2026-11-26T12:43:26.488Z',1,'daemon','changed','sending','submitted',NULL,'{}','d65a9e61cd55d6bf1fae2400d72ae48915e69b70c47eda952d02fc26e9357566','db9a1fd6c31f4a720ce76ebeb045857ebd44f8212b6b9056b6b46ea20f025760');
INSERT INTO events VALUES(17,'2026-11-26T12:43:26.490Z',5,'daemon','changed','sending','submitted',NULL,'{}','db9a1fd6c31f4a720ce76ebeb045857ebd44f8212b6b9056b6b46ea20f025760','b87ca31de1feb5691cbd7fb49b4478f502cb82cdd3397c7acc4aef618f7fab7a');
INSERT INTO events VALUES(18,'2026-11-26T12:43:26.492Z',6,'daemon','changed','sending','submitted',NULL,'{}','b87ca31de1feb5691cbd7fb49b4478f502cb82cdd3397c7acc4aef618f7fab7a','4b1baeaa42c174d244301de82761cb90b661ac95401a2f2cd88b8722d16e7c3c');
INSERT INTO events VALUES(19,'2026-11-26T12:43:27.996Z',1,'daemon','changed','submitted','succeeded',NULL,'{}','4b1baeaa42c174d244301de82761cb90b661ac95401a2f2cd88b8722d16e7c3c','acd87ba32decaa2457693959106b029ecf8b1fb4256ccb2c70221eec46e2d755');
INSERT INTO events VALUES(20,'2026-11-26T12:43:27.996Z',2,'daemon','changed','submitted','succeeded',NULL,'{}','acd87ba32decaa2457693959106b029ecf8b1fb4256ccb2c70221eec46e2d755','f7e289d92aa4f3a18188a71568756948856932f356da53a552f2a7872b488cc8');
INSERT INTO events VALUES(21,'2026-11-26T12:43:27.996Z',3,'daemon','changed','submitted','succeeded',NULL,'{}','f7e289d92aa4f3a18188a71568756948856932f356da53a552f2a7872b488cc8','bc811f9bd091ca1f9828c1268ce94565593ba44f65bd958b2c2226da680fa81f');
INSERT INTO events VALUES(22,'2026-11-26T12:43:27.996Z',4,'daemon','changed','submitted','succeeded',NULL,'{}','bc811f9bd091ca1f9828c1268ce94565593ba44f65bd958b2c2226da680fa81f','6cf30f73e1465b9d9bc35f870dfe79b8d757b3ec20708757ecf618d1b38abc1a');
INSERT INTO events VALUES(23,'2026-11-26T12:43:27.996Z',5,'daemon','changed','submitted','succeeded',NULL,'{}','6cf30f73e1465b9d9bc35f870dfe79b8d757b3ec20708757ecf618d1b38abc1a','a0a080eb9a75320486fbe6045415152c5ae5d9c252f08eb32e2141608d1a5f55');
INSERT INTO events VALUES(24,'2026-11-26T12:43:27.996Z',6,'daemon','changed','submitted','succeeded',NULL,'{}','a0a080eb9a75320486fbe6045415152c5ae5d9c252f08eb32e2141608d1a5f55','ff2a895f849b0e0a9a60cacce6f8e307554e9c6a0c5b664346a76bbf60a24a3f');
CREATE TABLE chain_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    event_id INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chain_head VALUES(1,24,'ff2a895f849b0e0a9a60cacce6f8e307554e9c6a0c5b664346a76bbf60a24a3f');
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
INSERT INTO settings VALUES('installation','f64147533829');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('action_rows',6);
INSERT INTO sqlite_sequence VALUES('alert_rows',7);
INSERT INTO sqlite_sequence VALUES('files',5);
INSERT INTO sqlite_sequence VALUES('attempts',10);
CREATE INDEX action_by_time ON action_rows(created_at);
CREATE INDEX action_by_machine ON action_rows(machine_id, created_at);
CREATE INDEX action_by_file ON action_rows(sha1, created_at);
CREATE INDEX action_by_tenant ON action_rows(tenant);
CREATE INDEX action_by_state ON action_rows(state);
CREATE INDEX action_by_defender_id ON action_rows(machine_action_id) WHERE machine_action_id IS NOT NULL;
CREATE INDEX action_finished ON action_rows(state, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX action_open ON action_rows(action_id) WHERE state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted');
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
CREATE INDEX alert_by_outcome ON alert_rows(outcome);
CREATE INDEX alert_by_tenant ON alert_rows(tenant);
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
CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant,
    sum(iif(kind = 'alert', number, 0)) AS alerts,
    sum(iif(kind = 'alert' AND word = 'mapped', number, 0)) AS mapped, sum(iif(kind = 'alert' AND word = 'skipped', number, 0)) AS skipped, sum(iif(kind = 'alert' AND word = 'duplicate', number, 0)) AS duplicate, sum(iif(kind = 'alert' AND word = 'rejected', number, 0)) AS rejected,
    sum(iif(kind = 'action', number, 0)) AS actions,
    sum(iif(kind = 'action' AND word = 'held', number, 0)) AS held, sum(iif(kind = 'action' AND word = 'queued', number, 0)) AS queued, sum(iif(kind = 'action' AND word = 'sending', number, 0)) AS sending, sum(iif(kind = 'action' AND word = 'unconfirmed', number, 0)) AS unconfirmed, sum(iif(kind = 'action' AND word = 'submitted', number, 0)) AS submitted, sum(iif(kind = 'action' AND word = 'succeeded', number, 0)) AS succeeded, sum(iif(kind = 'action' AND word = 'failed', number, 0)) AS failed, sum(iif(kind = 'action' AND word = 'timed_out', number, 0)) AS timed_out, sum(iif(kind = 'action' AND word = 'cancelled', number, 0)) AS cancelled, sum(iif(kind = 'action' AND word = 'refused', number, 0)) AS refused, sum(iif(kind = 'action' AND word = 'denied', number, 0)) AS denied, sum(iif(kind = 'action' AND word = 'expired', number, 0)) AS expired, sum(iif(kind = 'action' AND word = 'dry_run', number, 0)) AS dry_run
    FROM day_counts GROUP BY day_counts.day, day_counts.tenant;
COMMIT;
