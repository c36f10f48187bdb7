-- A state database as releases with one migration history a part left it (sqlite3 .dump).
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "engine_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO engine_schema_history VALUES(1,'1','jobs','SQL','V1__jobs.sql',1709444655,'','2026-11-28 14:57:27.981',17,1);
INSERT INTO engine_schema_history VALUES(2,'2','level','SQL','V2__level.sql',-73981623,'','2026-11-28 14:57:27.994',1,1);
CREATE TABLE store_identity (
  one integer primary key check (one = 1),
  owner text not null
) strict;
INSERT INTO store_identity VALUES(1,'d68d3245-d724-4749-a01a-c42e6dd4f927');
CREATE TABLE job (
  seq integer primary key autoincrement,
  id text not null unique,
  backup text not null,
  file text not null,
  requested_by_id text not null,
  requested_by_name text not null,
  origin text not null,
  state text not null,
  outcome text,
  reason text check (json_valid(reason)),
  sandbox text check (json_valid(sandbox)),
  expires_at text,
  report text,
  created_at text not null,
  changed_at text not null,
  version integer not null
, level text) strict;
INSERT INTO job VALUES(1,'ynxs59','zenops-20260209.sql','/srv/backups/zenops-20260209.sql','slack:U0001','Asha',replace('slack\nC0100RESTORES\na875f5ff-7d31-4155-bec4-ccf623e0103d','\n',char(10)),'READY','COULD_NOT_VERIFY',NULL,'{"runtime":"docker","jobId":"ynxs59","owner":"d68d3245-d724-4749-a01a-c42e6dd4f927","keep":true,"image":"postgres:15-alpine","container":"restore-bot-restore-test-ynxs59","volume":"restore_bot_restore_test_ynxs59","host":"127.0.0.1","port":5432,"database":"sampleapp","user":"postgres","serverVersion":"15.18","createdAt":"2026-11-23T03:04:00Z","deadline":"2026-12-07T14:56:21.099374851Z","notes":["Another locale was used."],"connectCommands":["docker exec -it restore-bot-restore-test-ynxs59 psql"],"removeCommands":["docker rm -f ynxs59"]}','2026-11-30T02:56:21.334357739Z','{"outcome":"COULD_NOT_VERIFY","backup":{"file":"/srv/backups/zenops-20260209.sql","sha256":"7e92a5c058266cb45d9722fbab184dd0e42d465830dc424c365b733de0d1910f","sizeBytes":179,"format":"plain","encrypted":false,"database":"restored","serverVersion":"15.3","createdAt":null},"sandbox":{"runtime":"docker","image":"postgres:15-alpine","container":"restore-bot-restore-test-ynxs59","volume":"restore_bot_restore_test_ynxs59","jdbcUrl":"jdbc:postgresql://127.0.0.1:5432/sampleapp?user=postgres","expiresAt":"2026-11-30T02:56:21.334357739Z"},"timings":{"read":82,"startSandbox":14,"restore":103,"verify":40,"total":431},"tables":[],"checks":[{"name":"restore-errors","status":"passed","detail":"no errors"},{"name":"tables","status":"could-not-verify","detail":"the database did not answer"},{"name":"indexes","status":"could-not-verify","detail":"the database did not answer"},{"name":"constraints","status":"could-not-verify","detail":"the database did not answer"},{"name":"sequences","status":"could-not-verify","detail":"the database did not answer"},{"name":"views","status":"could-not-verify","detail":"the database did not answer"},{"name":"functions","status":"could-not-verify","detail":"the database did not answer"},{"name":"triggers","status":"could-not-verify","detail":"the database did not answer"},{"name":"rows","status":"could-not-verify","detail":"the database did not answer"},{"name":"key-tables","status":"could-not-verify","detail":"the database did not answer"},{"name":"alembic","status":"could-not-verify","detail":"the database did not answer"},{"name":"backup-age","status":"could-not-verify","detail":"the database did not answer"},{"name":"restore-time","status":"could-not-verify","detail":"the database did not answer"},{"name":"canary","status":"could-not-verify","detail":"the database did not answer"},{"name":"schema-drift","status":"skipped","detail":"runs at level standard"},{"name":"row-drift","status":"skipped","detail":"runs at level standard"},{"name":"row-minimum","status":"skipped","detail":"runs at level standard"},{"name":"sequence-values","status":"skipped","detail":"runs at level standard"},{"name":"valid-indexes","status":"skipped","detail":"runs at level standard"},{"name":"valid-constraints","status":"skipped","detail":"runs at level standard"},{"name":"collations","status":"skipped","detail":"runs at level standard"},{"name":"freshness","status":"skipped","detail":"runs at level standard"},{"name":"samples","status":"skipped","detail":"runs at level standard"},{"name":"assertions","status":"skipped","detail":"runs at level standard"},{"name":"uploads","status":"skipped","detail":"runs at level standard"},{"name":"foreign-keys","status":"skipped","detail":"runs at level deep"},{"name":"btrees","status":"skipped","detail":"runs at level deep"},{"name":"table-fingerprints","status":"skipped","detail":"runs at level deep"}],"problems":[{"code":"restore-error","message":"Connection to 127.0.0.1:1 refused.","hint":"Look at the object that the message names; if this error is known to be harmless, add it to `verify.ignore-errors` with the reason."}],"level":"quick","schema":null,"fingerprints":{},"samples":[]}','2026-11-28T14:56:20.787123152Z','2026-11-28T14:56:21.439339647Z',6,NULL);
CREATE TABLE job_event (
  seq integer primary key autoincrement,
  job_id text not null references job (id),
  at text not null,
  what text not null,
  by_id text not null,
  by_name text not null,
  detail text not null
) strict;
INSERT INTO job_event VALUES(1,'ynxs59','2026-11-28T14:56:20.787461747Z','QUEUED','slack:U0001','Asha','');
INSERT INTO job_event VALUES(2,'ynxs59','2026-11-28T14:56:20.903489657Z','PREPARING','bot','restore-bot','');
INSERT INTO job_event VALUES(3,'ynxs59','2026-11-28T14:56:21.070522200Z','STARTING_SANDBOX','bot','restore-bot','');
INSERT INTO job_event VALUES(4,'ynxs59','2026-11-28T14:56:21.101799786Z','SANDBOX','bot','restore-bot','');
INSERT INTO job_event VALUES(5,'ynxs59','2026-11-28T14:56:21.120371741Z','RESTORING','bot','restore-bot','');
INSERT INTO job_event VALUES(6,'ynxs59','2026-11-28T14:56:21.277864518Z','VERIFYING','bot','restore-bot','');
INSERT INTO job_event VALUES(7,'ynxs59','2026-11-28T14:56:21.439349301Z','READY','bot','restore-bot','');
CREATE TABLE IF NOT EXISTS "audit_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO audit_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:30.083',0,1);
INSERT INTO audit_schema_history VALUES(2,'1','audit','SQL','V1__audit.sql',210042305,'','2026-11-28 14:57:30.100',2,1);
CREATE TABLE audit_entry (
  number integer primary key,
  at text not null,
  by_id text not null,
  by_name text not null,
  place text not null,
  what text not null,
  subject text not null,
  detail text not null check (json_valid(detail)),
  previous text not null,
  hash text not null
) strict;
INSERT INTO audit_entry VALUES(1,'2026-02-01T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','d4546470','{"database":"zenops"}','0000000000000000000000000000000000000000000000000000000000000000','e1c9ec970a1b411365a487fdea3bf3cd63b1953a5bdc3f774f65a1e2283b48cd');
INSERT INTO audit_entry VALUES(2,'2026-02-01T09:00:00.000000000Z','slack:U1','Asha','drill','drill.started','d4546470','{"state":"RUNNING"}','e1c9ec970a1b411365a487fdea3bf3cd63b1953a5bdc3f774f65a1e2283b48cd','895cff87a830940e546e24b996c4a53d0212c3037575d58cb6c2d69aadb49dd4');
INSERT INTO audit_entry VALUES(3,'2026-02-01T09:00:00.000000000Z','slack:U1','Asha','drill','drill.recorded','d4546470','{"state":"RECORDED"}','895cff87a830940e546e24b996c4a53d0212c3037575d58cb6c2d69aadb49dd4','7dd42f7a011532fcf6fb6e3c2b4a2ac87ad4d2654f001fc2692cf44b22556e51');
INSERT INTO audit_entry VALUES(4,'2026-03-04T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','da52fee4','{"database":"zenops"}','7dd42f7a011532fcf6fb6e3c2b4a2ac87ad4d2654f001fc2692cf44b22556e51','15fef97d31f54c185de6c2f0c0e83f6d618eeba7564f750b92af67476a2619ef');
INSERT INTO audit_entry VALUES(5,'2026-03-04T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','da52fee4','{"state":"DUE"}','15fef97d31f54c185de6c2f0c0e83f6d618eeba7564f750b92af67476a2619ef','da63ae15001b9c3c086b1b0e278a96c8ede5b13bdc86ea6168f5bd1751f8da42');
INSERT INTO audit_entry VALUES(6,'2026-04-04T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','da52fee4','{"state":"MISSED"}','da63ae15001b9c3c086b1b0e278a96c8ede5b13bdc86ea6168f5bd1751f8da42','ae8ed8d6488d4239438f26e3ba53490c88c7e924ce0df391002b307cf0a8036a');
INSERT INTO audit_entry VALUES(7,'2026-04-04T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','d9323356','{"database":"zenops"}','ae8ed8d6488d4239438f26e3ba53490c88c7e924ce0df391002b307cf0a8036a','4f25b014be6410019fc8f2316facdbd117d6795522c1b2df7bc8fe7873614e15');
INSERT INTO audit_entry VALUES(8,'2026-04-04T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','d9323356','{"state":"DUE"}','4f25b014be6410019fc8f2316facdbd117d6795522c1b2df7bc8fe7873614e15','5ad6aec041e285857f1029e2c7d3f201e43dfba0eee0df50cc10d0a08c57efa1');
INSERT INTO audit_entry VALUES(9,'2026-05-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','d9323356','{"state":"MISSED"}','5ad6aec041e285857f1029e2c7d3f201e43dfba0eee0df50cc10d0a08c57efa1','26811dc29c2614119ccd39543074270abb756e48e05c69a149bd28b93611943a');
INSERT INTO audit_entry VALUES(10,'2026-05-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','d67fb286','{"database":"zenops"}','26811dc29c2614119ccd39543074270abb756e48e05c69a149bd28b93611943a','fc09a6bd11638a89beb295122c3184e6a19ba427c942957883dfcfcd82099f7a');
INSERT INTO audit_entry VALUES(11,'2026-05-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','d67fb286','{"state":"DUE"}','fc09a6bd11638a89beb295122c3184e6a19ba427c942957883dfcfcd82099f7a','cfc8e71d1dde07270c80206a83b6d1c167d08964c0011c75b6a9625fe8729f4e');
INSERT INTO audit_entry VALUES(12,'2026-06-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','d67fb286','{"state":"MISSED"}','cfc8e71d1dde07270c80206a83b6d1c167d08964c0011c75b6a9625fe8729f4e','fbd5b3b696544bc9221dedbe8d719cd3f64919359b4b52710822ed9e38b102c1');
INSERT INTO audit_entry VALUES(13,'2026-06-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','d0146c84','{"database":"zenops"}','fbd5b3b696544bc9221dedbe8d719cd3f64919359b4b52710822ed9e38b102c1','2097bd78e0bd9718be2efa09c609484190b35da03a724eca212c2d3749c0a6bd');
INSERT INTO audit_entry VALUES(14,'2026-06-05T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','d0146c84','{"state":"DUE"}','2097bd78e0bd9718be2efa09c609484190b35da03a724eca212c2d3749c0a6bd','c8aa8db2bfc8d2e5ecde40c77d169542c3d095099e7c072f70c689668dd24c07');
INSERT INTO audit_entry VALUES(15,'2026-07-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','d0146c84','{"state":"MISSED"}','c8aa8db2bfc8d2e5ecde40c77d169542c3d095099e7c072f70c689668dd24c07','f2559a662bac201244b444cc2c93fc1d916b239ac7b7cb148dbc6454567562e9');
INSERT INTO audit_entry VALUES(16,'2026-07-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','dc864e04','{"database":"zenops"}','f2559a662bac201244b444cc2c93fc1d916b239ac7b7cb148dbc6454567562e9','c74cf82e38980cb9cdd3833b3d79cb1e35c1478714d5cfccc9794ede06d21386');
INSERT INTO audit_entry VALUES(17,'2026-07-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','dc864e04','{"state":"DUE"}','c74cf82e38980cb9cdd3833b3d79cb1e35c1478714d5cfccc9794ede06d21386','cb58a08ff88a3f6749bdf21fd7f448553ba0a3a3aa4121259e32eb7228d33c4b');
INSERT INTO audit_entry VALUES(18,'2026-08-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','dc864e04','{"state":"MISSED"}','cb58a08ff88a3f6749bdf21fd7f448553ba0a3a3aa4121259e32eb7228d33c4b','6af9038419b4366c39318d8caadfaef3b71de665134b95e645a3a95baaeac459');
INSERT INTO audit_entry VALUES(19,'2026-08-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','de8067c8','{"database":"zenops"}','6af9038419b4366c39318d8caadfaef3b71de665134b95e645a3a95baaeac459','a16b99fd4816587a5643adad8f816c748bf0898cb35543130e989841a86513f0');
INSERT INTO audit_entry VALUES(20,'2026-08-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','de8067c8','{"state":"DUE"}','a16b99fd4816587a5643adad8f816c748bf0898cb35543130e989841a86513f0','809e30f5260a10783523ea2f4f25f979e0d64ecf334e02ffccd45d872d4da8f2');
INSERT INTO audit_entry VALUES(21,'2026-09-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.missed','de8067c8','{"state":"MISSED"}','809e30f5260a10783523ea2f4f25f979e0d64ecf334e02ffccd45d872d4da8f2','e0cf4dfe75872c7eb169eb481ccc16e7cf55c9290bfc839476ae374a510a6e05');
INSERT INTO audit_entry VALUES(22,'2026-09-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.due','d79e44c4','{"database":"zenops"}','e0cf4dfe75872c7eb169eb481ccc16e7cf55c9290bfc839476ae374a510a6e05','0f016c050ccb2417ba1d5d704f841b7ebe280c93d679c0ed931ddddc8f680d2c');
INSERT INTO audit_entry VALUES(23,'2026-09-06T09:00:00.000000000Z','bot','restore-bot','drill','drill.overdue','d79e44c4','{"state":"DUE"}','0f016c050ccb2417ba1d5d704f841b7ebe280c93d679c0ed931ddddc8f680d2c','863341ff9de7b0d7d5bc744a05baa6289dfede19bb1cd0f9d1013a84f47983e3');
CREATE TABLE audit_head (
  one integer primary key check (one = 1),
  number integer not null,
  hash text not null
) strict;
INSERT INTO audit_head VALUES(1,23,'863341ff9de7b0d7d5bc744a05baa6289dfede19bb1cd0f9d1013a84f47983e3');
CREATE TABLE IF NOT EXISTS "outbox_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO outbox_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:30.125',0,1);
INSERT INTO outbox_schema_history VALUES(2,'1','outbox','SQL','V1__outbox.sql',-221570538,'','2026-11-28 14:57:30.147',1,1);
CREATE TABLE chat_thread (
  thread text primary key,
  front_end text not null,
  channel text not null,
  message text not null
) strict;
INSERT INTO chat_thread VALUES('3f88dd67-97a4-49b1-a016-892ad18aa2e2','slack','C0123ABCD','1700000000.000100');
CREATE TABLE outbox (
  id integer primary key autoincrement,
  front_end text not null,
  channel text not null,
  thread text not null,
  reply integer not null check (reply in (0, 1)),
  card text not null check (json_valid(card)),
  since text not null
) strict;
INSERT INTO outbox VALUES(1,'slack','C0123ABCD','3f88dd67-97a4-49b1-a016-892ad18aa2e2',1,'{"tone":"INFO","title":"not delivered yet","lines":[],"fields":[],"code":[],"buttons":[],"mentions":[]}','2026-11-20T10:00:00Z');
CREATE TABLE IF NOT EXISTS "drill_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO drill_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:32.627',0,1);
INSERT INTO drill_schema_history VALUES(2,'1','drills','SQL','V1__drills.sql',80693207,'','2026-11-28 14:57:32.748',0,1);
CREATE TABLE drill (
  seq integer primary key autoincrement,
  id text not null unique,
  database text not null,
  due_at text not null,
  scheduled integer not null check (scheduled in (0, 1)),
  state text not null,
  body text not null check (json_valid(body)),
  version integer not null
) strict;
INSERT INTO drill VALUES(1,'d4546470','zenops','2026-02-01T01:30:00Z',1,'RECORDED','{"id":"d4546470","database":"zenops","dueAt":"2026-02-01T01:30:00Z","scheduled":true,"state":"RECORDED","origin":"slack:C1 0","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":{"origin":"slack:C1 1","job":"job0","by":{"id":"slack:U1","name":"Asha"},"startedAt":"2026-02-01T09:00:00Z","endedAt":"2026-02-01T09:00:00Z","outcome":"PASSED"},"issues":[],"actions":[],"signedOff":null,"escalated":0,"wakeAt":null,"changedAt":"2026-02-01T09:00:00Z","version":2}',3);
INSERT INTO drill VALUES(2,'da52fee4','zenops','2026-03-01T01:30:00Z',1,'MISSED','{"id":"da52fee4","database":"zenops","dueAt":"2026-03-01T01:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 1","backup":{"name":"zenops_db_2026-01-01_02-00-00.dump","takenAt":"2026-01-01T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-04-04T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(3,'d9323356','zenops','2026-04-01T00:30:00Z',1,'MISSED','{"id":"d9323356","database":"zenops","dueAt":"2026-04-01T00:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 2","backup":{"name":"zenops_db_2026-01-01_02-00-00.dump","takenAt":"2026-01-01T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-05-05T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(4,'d67fb286','zenops','2026-05-01T00:30:00Z',1,'MISSED','{"id":"d67fb286","database":"zenops","dueAt":"2026-05-01T00:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 3","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-06-05T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(5,'d0146c84','zenops','2026-06-01T00:30:00Z',1,'MISSED','{"id":"d0146c84","database":"zenops","dueAt":"2026-06-01T00:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 4","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-07-06T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(6,'dc864e04','zenops','2026-07-01T00:30:00Z',1,'MISSED','{"id":"dc864e04","database":"zenops","dueAt":"2026-07-01T00:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 5","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-08-06T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(7,'de8067c8','zenops','2026-08-01T00:30:00Z',1,'MISSED','{"id":"de8067c8","database":"zenops","dueAt":"2026-08-01T00:30:00Z","scheduled":true,"state":"MISSED","origin":"slack:C1 6","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-09-06T09:00:00Z","version":1}',2);
INSERT INTO drill VALUES(8,'d79e44c4','zenops','2026-09-01T00:30:00Z',1,'DUE','{"id":"d79e44c4","database":"zenops","dueAt":"2026-09-01T00:30:00Z","scheduled":true,"state":"DUE","origin":"slack:C1 7","backup":{"name":"zenops_db_2026-01-02_02-00-00.dump","takenAt":"2026-01-02T12:00:00Z","sizeBytes":100},"run":null,"issues":[],"actions":[],"signedOff":null,"escalated":1,"wakeAt":null,"changedAt":"2026-09-01T00:30:00Z","version":0}',1);
CREATE TABLE drill_schedule (
  database text primary key,
  since text not null
) strict;
INSERT INTO drill_schedule VALUES('zenops','2026-01-01T12:00:00Z');
CREATE TABLE IF NOT EXISTS "approval_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO approval_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:33.488',0,1);
INSERT INTO approval_schema_history VALUES(2,'1','approval','SQL','V1__approval.sql',355717347,'','2026-11-28 14:57:33.572',0,1);
CREATE TABLE approval_request (
  seq integer primary key autoincrement,
  id text not null unique,
  state text not null,
  version integer not null,
  body text not null check (json_valid(body))
) strict;
INSERT INTO approval_request VALUES(1,'g8kt37qpw6en','PENDING',2,'{"id":"g8kt37qpw6en","requester":{"id":"slack:U0","name":"Nora"},"reason":"disk is gone","place":{"frontEnd":"slack","workspace":"T1","channel":"C1"},"binding":{"kind":"disaster","backupSha256":"abababababababababababababababababababababababababababababababab","target":"zenops/db/zenops/zenops_postgres_data","planHash":"f1fd97587dd9d299a75df20662245688fb8adb4863555fa570247cf8044d7d59"},"needed":2,"policy":"26b93f64c6104bf97a1021fecf04424079a48c5a685f3a83eaf313f968a5c5d7","createdAt":"2026-11-24T03:00:05Z","approveBy":"2026-11-24T03:30:05Z","runBy":null,"votes":[],"reminded":2,"state":"PENDING","ending":null,"version":2}');
INSERT INTO approval_request VALUES(2,'agmbgac6ncr4','PENDING',2,'{"id":"agmbgac6ncr4","requester":{"id":"slack:U0","name":"Nora"},"reason":"disk is gone","place":{"frontEnd":"slack","workspace":"T1","channel":"C1"},"binding":{"kind":"disaster","backupSha256":"abababababababababababababababababababababababababababababababab","target":"zenops/db/zenops/zenops_postgres_data","planHash":"f1fd97587dd9d299a75df20662245688fb8adb4863555fa570247cf8044d7d59"},"needed":2,"policy":"26b93f64c6104bf97a1021fecf04424079a48c5a685f3a83eaf313f968a5c5d7","createdAt":"2026-11-24T03:15:05Z","approveBy":"2026-11-24T03:45:05Z","runBy":null,"votes":[],"reminded":2,"state":"PENDING","ending":null,"version":2}');
INSERT INTO approval_request VALUES(3,'rqcqfzrh765w','APPROVED',2,'{"id":"rqcqfzrh765w","requester":{"id":"slack:U0","name":"Nora"},"reason":"disk is gone","place":{"frontEnd":"slack","workspace":"T1","channel":"C1"},"binding":{"kind":"disaster","backupSha256":"abababababababababababababababababababababababababababababababab","target":"zenops/db/zenops/zenops_postgres_data","planHash":"f1fd97587dd9d299a75df20662245688fb8adb4863555fa570247cf8044d7d59"},"needed":2,"policy":"26b93f64c6104bf97a1021fecf04424079a48c5a685f3a83eaf313f968a5c5d7","createdAt":"2026-11-24T03:30:04Z","approveBy":"2026-11-24T04:00:04Z","runBy":"2026-11-24T03:40:04Z","votes":[{"by":{"id":"slack:U1","name":"Ada"},"at":"2026-11-24T03:30:04Z"},{"by":{"id":"slack:U2","name":"Bob"},"at":"2026-11-24T03:30:04Z"}],"reminded":0,"state":"APPROVED","ending":null,"version":2}');
CREATE TABLE IF NOT EXISTS "disaster_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO disaster_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:33.702',0,1);
INSERT INTO disaster_schema_history VALUES(2,'1','disasters','SQL','V1__disasters.sql',-1337948663,'','2026-11-28 14:57:33.735',0,1);
CREATE TABLE disaster (
  seq integer primary key autoincrement,
  id text not null unique,
  target text not null,
  state text not null,
  holds integer not null check (holds in (0, 1)),
  body text not null check (json_valid(body)),
  version integer not null
) strict;
INSERT INTO disaster VALUES(1,'job1','project1/db','DONE',0,'{"id":"job1","state":"DONE","requestedBy":{"id":"slack:U1","name":"Asha"},"reason":"the volume is damaged","origin":"slack\nC1\nthread","approval":"request","settings":{"project":"project1","databaseService":"db","database":"zenops","stopServices":["api"],"overrideFile":null,"uploadsVolume":null},"plan":{"id":"job1","createdAt":"2026-11-24T12:00:00Z","backup":{"file":"file:///b/a.dump","bytes":7,"sha256":"abababababababababababababababababababababababababababababababab","takenAt":"2026-11-24T12:00:00Z","testedAt":null,"uploads":null},"target":{"project":{"name":"project1","workingDir":"file:///srv/app","files":["file:///srv/app/compose.yaml"],"envFiles":[]},"database":"zenops","server":{"service":"db","container":"zenops-db-1","image":"postgres:15-alpine","imageId":"sha256:0","command":["postgres"],"environment":["POSTGRES_PASSWORD"],"dataMount":"/var/lib/postgresql/data","pgdata":"/var/lib/postgresql/data","networks":["zenops_default"]},"volume":{"name":"zenops_postgres_data","key":"postgres_data","bytes":1,"freeBytes":2},"cluster":{"version":"15.18","superuser":"zenops","owner":"zenops","locale":{"encoding":"UTF8","collate":"C","ctype":"C"},"icuLocale":null,"clusterLocale":{"encoding":"UTF8","collate":"C","ctype":"C"},"checksums":true,"walSegmentMegabytes":16,"preload":"","otherDatabases":[]},"stopServices":["api"],"running":["api","db"],"warnings":[],"uploads":null},"filesHash":"files","options":{"stop":"BEFORE_RESTORE","swap":"ASK","safetyCopy":false},"newVolume":"zenops_postgres_data_restored_20261124_120000","safetyVolume":null,"overrideFile":"file:///srv/app/compose.override.yaml","restoreEstimate":180.000000000,"warnings":[],"newUploadsVolume":null,"kept":{}},"progress":{"ran":["api"],"swapBegan":true,"override":null,"startedAt":"2026-11-24T12:00:00Z","ending":null},"problem":null,"checks":[{"name":"readiness","status":"PASSED","detail":"as told","problems":[]}],"changedAt":"2026-11-24T12:00:00Z","version":9}',10);
INSERT INTO disaster VALUES(2,'job2','project2/db','DONE',0,'{"id":"job2","state":"DONE","requestedBy":{"id":"slack:U1","name":"Asha"},"reason":"the volume is damaged","origin":"slack\nC1\nthread","approval":"request","settings":{"project":"project2","databaseService":"db","database":"zenops","stopServices":["api"],"overrideFile":null,"uploadsVolume":null},"plan":{"id":"job2","createdAt":"2026-11-24T12:00:00Z","backup":{"file":"file:///b/a.dump","bytes":7,"sha256":"abababababababababababababababababababababababababababababababab","takenAt":"2026-11-24T12:00:00Z","testedAt":null,"uploads":{"file":"file:///b/zenops_uploads_2026-11-24_11-00-00.tar.gz","bytes":9,"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","takenAt":"2026-11-24T12:00:00Z","root":"","files":3,"contentBytes":33,"folder":null,"topNames":"valuations"}},"target":{"project":{"name":"project2","workingDir":"file:///srv/app","files":["file:///srv/app/compose.yaml"],"envFiles":[]},"database":"zenops","server":{"service":"db","container":"zenops-db-1","image":"postgres:15-alpine","imageId":"sha256:0","command":["postgres"],"environment":["POSTGRES_PASSWORD"],"dataMount":"/var/lib/postgresql/data","pgdata":"/var/lib/postgresql/data","networks":["zenops_default"]},"volume":{"name":"zenops_postgres_data","key":"postgres_data","bytes":1,"freeBytes":2},"cluster":{"version":"15.18","superuser":"zenops","owner":"zenops","locale":{"encoding":"UTF8","collate":"C","ctype":"C"},"icuLocale":null,"clusterLocale":{"encoding":"UTF8","collate":"C","ctype":"C"},"checksums":true,"walSegmentMegabytes":16,"preload":"","otherDatabases":[]},"stopServices":["api"],"running":["api","db"],"warnings":[],"uploads":{"name":"zenops_uploads","key":"uploads","mounts":[{"service":"api","path":"/app/uploads"}]}},"filesHash":"files","options":{"stop":"BEFORE_RESTORE","swap":"ASK","safetyCopy":false},"newVolume":"zenops_postgres_data_restored_20261124_120000","safetyVolume":null,"overrideFile":"file:///srv/app/compose.override.yaml","restoreEstimate":180.000000000,"warnings":[],"newUploadsVolume":"zenops_uploads_restored_20261124_120000","kept":{}},"progress":{"ran":["api"],"swapBegan":true,"override":null,"startedAt":"2026-11-24T12:00:00Z","ending":null},"problem":null,"checks":[{"name":"readiness","status":"PASSED","detail":"as told","problems":[]}],"changedAt":"2026-11-24T12:00:00Z","version":9}',10);
INSERT INTO disaster VALUES(3,'job3','project3/db','FAILED',0,'{"id":"job3","state":"FAILED","requestedBy":{"id":"slack:U1","name":"Asha"},"reason":"the volume is damaged","origin":"slack\nC1\nthread","approval":"request","settings":{"project":"project3","databaseService":"db","database":"zenops","stopServices":["api"],"overrideFile":null,"uploadsVolume":null},"plan":{"id":"job3","createdAt":"2026-11-24T12:00:00Z","backup":{"file":"file:///b/a.dump","bytes":7,"sha256":"abababababababababababababababababababababababababababababababab","takenAt":"2026-11-24T12:00:00Z","testedAt":null,"uploads":{"file":"file:///b/zenops_uploads_2026-11-24_11-00-00.tar.gz","bytes":9,"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","takenAt":"2026-11-24T12:00:00Z","root":"","files":3,"contentBytes":33,"folder":null,"topNames":"valuations"}},"target":{"project":{"name":"project3","workingDir":"file:///srv/app","files":["file:///srv/app/compose.yaml"],"envFiles":[]},"database":"zenops","server":{"service":"db","container":"zenops-db-1","image":"postgres:15-alpine","imageId":"sha256:0","command":["postgres"],"environment":["POSTGRES_PASSWORD"],"dataMount":"/var/lib/postgresql/data","pgdata":"/var/lib/postgresql/data","networks":["zenops_default"]},"volume":{"name":"zenops_postgres_data","key":"postgres_data","bytes":1,"freeBytes":2},"cluster":{"version":"15.18","superuser":"zenops","owner":"zenops","locale":{"encoding":"UTF8","collate":"C","ctype":"C"},"icuLocale":null,"clusterLocale":{"encoding":"UTF8","collate":"C","ctype":"C"},"checksums":true,"walSegmentMegabytes":16,"preload":"","otherDatabases":[]},"stopServices":["api"],"running":["api","db"],"warnings":[],"uploads":{"name":"zenops_uploads","key":"uploads","mounts":[{"service":"api","path":"/app/uploads"}]}},"filesHash":"files","options":{"stop":"BEFORE_RESTORE","swap":"ASK","safetyCopy":false},"newVolume":"zenops_postgres_data_restored_20261124_120000","safetyVolume":null,"overrideFile":"file:///srv/app/compose.override.yaml","restoreEstimate":180.000000000,"warnings":[],"newUploadsVolume":"zenops_uploads_restored_20261124_120000","kept":{}},"progress":{"ran":["api"],"swapBegan":false,"override":null,"startedAt":null,"ending":"FAILED"},"problem":{"code":"BACKUP_CHANGED","message":"trouble","hint":"help"},"checks":[],"changedAt":"2026-11-24T12:00:00Z","version":5}',6);
INSERT INTO disaster VALUES(4,'job4','project4/db','COULD_NOT_VERIFY',0,'{"id":"job4","state":"COULD_NOT_VERIFY","requestedBy":{"id":"slack:U1","name":"Asha"},"reason":"the volume is damaged","origin":"slack\nC1\nthread","approval":"request","settings":{"project":"project4","databaseService":"db","database":"zenops","stopServices":["api"],"overrideFile":null,"uploadsVolume":null},"plan":{"id":"job4","createdAt":"2026-11-24T12:00:00Z","backup":{"file":"file:///b/a.dump","bytes":7,"sha256":"abababababababababababababababababababababababababababababababab","takenAt":"2026-11-24T12:00:00Z","testedAt":null,"uploads":{"file":"file:///b/zenops_uploads_2026-11-24_11-00-00.tar.gz","bytes":9,"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","takenAt":"2026-11-24T12:00:00Z","root":"","files":3,"contentBytes":33,"folder":null,"topNames":"valuations"}},"target":{"project":{"name":"project4","workingDir":"file:///srv/app","files":["file:///srv/app/compose.yaml"],"envFiles":[]},"database":"zenops","server":{"service":"db","container":"zenops-db-1","image":"postgres:15-alpine","imageId":"sha256:0","command":["postgres"],"environment":["POSTGRES_PASSWORD"],"dataMount":"/var/lib/postgresql/data","pgdata":"/var/lib/postgresql/data","networks":["zenops_default"]},"volume":{"name":"zenops_postgres_data","key":"postgres_data","bytes":1,"freeBytes":2},"cluster":{"version":"15.18","superuser":"zenops","owner":"zenops","locale":{"encoding":"UTF8","collate":"C","ctype":"C"},"icuLocale":null,"clusterLocale":{"encoding":"UTF8","collate":"C","ctype":"C"},"checksums":true,"walSegmentMegabytes":16,"preload":"","otherDatabases":[]},"stopServices":["api"],"running":["api","db"],"warnings":[],"uploads":{"name":"zenops_uploads","key":"uploads","mounts":[{"service":"api","path":"/app/uploads"}]}},"filesHash":"files","options":{"stop":"BEFORE_RESTORE","swap":"ASK","safetyCopy":false},"newVolume":"zenops_postgres_data_restored_20261124_120000","safetyVolume":null,"overrideFile":"file:///srv/app/compose.override.yaml","restoreEstimate":180.000000000,"warnings":[],"newUploadsVolume":"zenops_uploads_restored_20261124_120000","kept":{}},"progress":{"ran":["api"],"swapBegan":false,"override":null,"startedAt":null,"ending":"COULD_NOT_VERIFY"},"problem":{"code":"SANDBOX_FAILED","message":"trouble","hint":"help"},"checks":[{"name":"readiness","status":"PASSED","detail":"as told","problems":[]}],"changedAt":"2026-11-24T12:00:00Z","version":6}',7);
CREATE TABLE disaster_event (
  seq integer primary key autoincrement,
  disaster_id text not null references disaster (id),
  at text not null,
  state text not null
) strict;
INSERT INTO disaster_event VALUES(1,'job1','2026-11-24T12:00:00Z','AWAITING_APPROVAL');
INSERT INTO disaster_event VALUES(2,'job1','2026-11-24T12:00:00Z','PREPARING');
INSERT INTO disaster_event VALUES(3,'job1','2026-11-24T12:00:00Z','STOPPING_SERVICES');
INSERT INTO disaster_event VALUES(4,'job1','2026-11-24T12:00:00Z','CREATING_VOLUME');
INSERT INTO disaster_event VALUES(5,'job1','2026-11-24T12:00:00Z','RESTORING');
INSERT INTO disaster_event VALUES(6,'job1','2026-11-24T12:00:00Z','VERIFYING');
INSERT INTO disaster_event VALUES(7,'job1','2026-11-24T12:00:00Z','AWAITING_GO');
INSERT INTO disaster_event VALUES(8,'job1','2026-11-24T12:00:00Z','SWAPPING');
INSERT INTO disaster_event VALUES(9,'job1','2026-11-24T12:00:00Z','STARTING_SERVICES');
INSERT INTO disaster_event VALUES(10,'job1','2026-11-24T12:00:00Z','CHECKING');
INSERT INTO disaster_event VALUES(11,'job1','2026-11-24T12:00:00Z','DONE');
INSERT INTO disaster_event VALUES(12,'job2','2026-11-24T12:00:00Z','AWAITING_APPROVAL');
INSERT INTO disaster_event VALUES(13,'job2','2026-11-24T12:00:00Z','PREPARING');
INSERT INTO disaster_event VALUES(14,'job2','2026-11-24T12:00:00Z','STOPPING_SERVICES');
INSERT INTO disaster_event VALUES(15,'job2','2026-11-24T12:00:00Z','CREATING_VOLUME');
INSERT INTO disaster_event VALUES(16,'job2','2026-11-24T12:00:00Z','RESTORING');
INSERT INTO disaster_event VALUES(17,'job2','2026-11-24T12:00:00Z','VERIFYING');
INSERT INTO disaster_event VALUES(18,'job2','2026-11-24T12:00:00Z','AWAITING_GO');
INSERT INTO disaster_event VALUES(19,'job2','2026-11-24T12:00:00Z','SWAPPING');
INSERT INTO disaster_event VALUES(20,'job2','2026-11-24T12:00:00Z','STARTING_SERVICES');
INSERT INTO disaster_event VALUES(21,'job2','2026-11-24T12:00:00Z','CHECKING');
INSERT INTO disaster_event VALUES(22,'job2','2026-11-24T12:00:00Z','DONE');
INSERT INTO disaster_event VALUES(23,'job3','2026-11-24T12:00:00Z','AWAITING_APPROVAL');
INSERT INTO disaster_event VALUES(24,'job3','2026-11-24T12:00:00Z','PREPARING');
INSERT INTO disaster_event VALUES(25,'job3','2026-11-24T12:00:00Z','STOPPING_SERVICES');
INSERT INTO disaster_event VALUES(26,'job3','2026-11-24T12:00:00Z','CREATING_VOLUME');
INSERT INTO disaster_event VALUES(27,'job3','2026-11-24T12:00:00Z','RESTORING');
INSERT INTO disaster_event VALUES(28,'job3','2026-11-24T12:00:00Z','ROLLING_BACK');
INSERT INTO disaster_event VALUES(29,'job3','2026-11-24T12:00:00Z','FAILED');
INSERT INTO disaster_event VALUES(30,'job4','2026-11-24T12:00:00Z','AWAITING_APPROVAL');
INSERT INTO disaster_event VALUES(31,'job4','2026-11-24T12:00:00Z','PREPARING');
INSERT INTO disaster_event VALUES(32,'job4','2026-11-24T12:00:00Z','STOPPING_SERVICES');
INSERT INTO disaster_event VALUES(33,'job4','2026-11-24T12:00:00Z','CREATING_VOLUME');
INSERT INTO disaster_event VALUES(34,'job4','2026-11-24T12:00:00Z','RESTORING');
INSERT INTO disaster_event VALUES(35,'job4','2026-11-24T12:00:00Z','VERIFYING');
INSERT INTO disaster_event VALUES(36,'job4','2026-11-24T12:00:00Z','ROLLING_BACK');
INSERT INTO disaster_event VALUES(37,'job4','2026-11-24T12:00:00Z','COULD_NOT_VERIFY');
CREATE TABLE IF NOT EXISTS "discord_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO discord_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:33.947',0,1);
INSERT INTO discord_schema_history VALUES(2,'1','buttons','SQL','V1__buttons.sql',329517399,'','2026-11-28 14:57:34.007',0,1);
CREATE TABLE discord_button (
  id text primary key,
  action text not null,
  value text not null,
  label text not null,
  confirm text,
  used_at integer not null
) without rowid;
INSERT INTO discord_button VALUES('rb1:HAtTs1s0Lt8jNdO0r_Wh','test','a.dump','',NULL,1795877854029);
CREATE TABLE IF NOT EXISTS "console_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO console_schema_history VALUES(1,'0','<< Flyway Baseline >>','BASELINE','<< Flyway Baseline >>',NULL,'','2026-11-28 14:57:34.308',0,1);
INSERT INTO console_schema_history VALUES(2,'1','messages','SQL','V1__messages.sql',-833755831,'','2026-11-28 14:57:34.336',0,1);
CREATE TABLE console_message (
  id integer primary key autoincrement,
  channel text not null,
  root integer references console_message (id),
  card text not null,
  posted_at integer not null,
  replies integer not null default 0,
  change integer not null
);
INSERT INTO console_message VALUES(1,'ops-restore',NULL,'{"tone":"GOOD","title":"PASSED: a.dump restores","lines":[],"fields":[],"code":[],"buttons":[],"mentions":[]}',1795877857663,1,3);
INSERT INTO console_message VALUES(2,'ops-restore',1,'{"tone":"INFO","title":"a reply","lines":[],"fields":[],"code":[],"buttons":[],"mentions":[]}',1795877857996,0,2);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('outbox',1);
INSERT INTO sqlite_sequence VALUES('console_message',2);
INSERT INTO sqlite_sequence VALUES('job',1);
INSERT INTO sqlite_sequence VALUES('job_event',7);
INSERT INTO sqlite_sequence VALUES('drill',8);
INSERT INTO sqlite_sequence VALUES('approval_request',3);
INSERT INTO sqlite_sequence VALUES('disaster',4);
INSERT INTO sqlite_sequence VALUES('disaster_event',37);
CREATE INDEX "engine_schema_history_s_idx" ON "engine_schema_history" ("success");
CREATE INDEX job_by_state on job (state);
CREATE INDEX job_by_age on job (created_at, seq);
CREATE INDEX job_event_by_job on job_event (job_id, seq);
CREATE TRIGGER job_event_is_not_changed before update on job_event
begin
  select raise(abort, 'the history of jobs is append-only');
end;
CREATE TRIGGER job_event_is_not_removed before delete on job_event
begin
  select raise(abort, 'the history of jobs is append-only');
end;
CREATE INDEX "audit_schema_history_s_idx" ON "audit_schema_history" ("success");
CREATE INDEX audit_entry_by_subject on audit_entry (subject, number);
CREATE TRIGGER audit_entry_is_not_changed before update on audit_entry
begin
  select raise(abort, 'the audit log is append-only');
end;
CREATE TRIGGER audit_entry_is_not_removed before delete on audit_entry
begin
  select raise(abort, 'the audit log is append-only');
end;
CREATE TRIGGER audit_entry_is_not_replaced before insert on audit_entry
when exists (select 1 from audit_entry where number = new.number)
begin
  select raise(abort, 'the audit log is append-only');
end;
CREATE TRIGGER audit_head_is_not_removed before delete on audit_head
begin
  select raise(abort, 'the audit log is append-only');
end;
CREATE INDEX "outbox_schema_history_s_idx" ON "outbox_schema_history" ("success");
CREATE UNIQUE INDEX outbox_one_headline on outbox (thread) where reply = 0;
CREATE INDEX "drill_schema_history_s_idx" ON "drill_schema_history" ("success");
CREATE UNIQUE INDEX drill_by_time on drill (database, due_at) where scheduled = 1;
CREATE INDEX "approval_schema_history_s_idx" ON "approval_schema_history" ("success");
CREATE INDEX approval_request_by_state on approval_request (state);
CREATE TRIGGER approval_request_ended before update on approval_request
when old.state not in ('PENDING', 'APPROVED')
begin
  select raise(abort, 'a request that ended is not changed');
end;
CREATE TRIGGER approval_request_is_not_removed before delete on approval_request
begin
  select raise(abort, 'requests are kept');
end;
CREATE INDEX "disaster_schema_history_s_idx" ON "disaster_schema_history" ("success");
CREATE UNIQUE INDEX disaster_by_target on disaster (target) where holds = 1;
CREATE TRIGGER disaster_event_is_not_changed before update on disaster_event
begin
  select raise(abort, 'the history of disaster restores is append-only');
end;
CREATE TRIGGER disaster_event_is_not_removed before delete on disaster_event
begin
  select raise(abort, 'the history of disaster restores is append-only');
end;
CREATE INDEX "discord_schema_history_s_idx" ON "discord_schema_history" ("success");
CREATE INDEX discord_button_used on discord_button (used_at);
CREATE INDEX "console_schema_history_s_idx" ON "console_schema_history" ("success");
CREATE INDEX console_message_channel on console_message (channel, root, id);
CREATE INDEX console_message_root on console_message (root, id);
CREATE UNIQUE INDEX console_message_change on console_message (change);
CREATE TRIGGER audit_head_goes_forward before update on audit_head
when new.number <> old.number + 1
begin
  select raise(abort, 'the audit log is append-only');
end;
COMMIT;
