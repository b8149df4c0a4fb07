PRAGMA application_id=1954114418;
PRAGMA user_version=3;
BEGIN TRANSACTION;
CREATE TABLE crypto_key(
            key_id TEXT PRIMARY KEY, method TEXT NOT NULL, cost INTEGER NOT NULL, salt TEXT NOT NULL, wrapped TEXT NOT NULL,
            made_at TEXT NOT NULL) STRICT;
CREATE TABLE edge(
            stack_id TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, dependency TEXT NOT NULL,
            PRIMARY KEY(stack_id, id, position),
            FOREIGN KEY(stack_id, id) REFERENCES resource ON DELETE CASCADE) STRICT;
INSERT INTO "edge" VALUES('infra/dev','database',0,'network');
CREATE TABLE journal(
            seq INTEGER PRIMARY KEY AUTOINCREMENT, stack_id TEXT NOT NULL REFERENCES stack, run_id TEXT NOT NULL, token INTEGER NOT NULL,
            kind TEXT NOT NULL, id TEXT NOT NULL, action TEXT, payload TEXT, at TEXT NOT NULL, was TEXT) STRICT;
INSERT INTO "journal" VALUES(1,'infra/dev','run-1',1,'ready','network',NULL,'{"id":"network","handler":"app:File","script":null,"status":"ready","slot":"cluster","place":"uid-1","physical":"v1 Service default/network","created_by_us":true,"props":null,"pending":null,"output":null,"protected":false,"retained":true,"replaced_by":null,"dependencies":[],"operation":"op-network","error":null,"run":"run-1","changed_at":"2026-11-28T20:54:11.899091+00:00"}','2026-11-28T20:54:11.899091+00:00',NULL);
INSERT INTO "journal" VALUES(2,'infra/dev','run-1',1,'ready','database',NULL,'{"id":"database","handler":"app:File","script":null,"status":"ready","slot":null,"place":null,"physical":null,"created_by_us":true,"props":{"size":1,"names":["\u00e4"]},"pending":null,"output":{"host":"10.0.0.1"},"protected":true,"retained":false,"replaced_by":null,"dependencies":["network"],"operation":"op-database","error":null,"run":"run-1","changed_at":"2026-11-28T20:54:11.899985+00:00"}','2026-11-28T20:54:11.899985+00:00',NULL);
INSERT INTO "journal" VALUES(3,'infra/dev','run-1',1,'begin','old','create','{"id":"old","handler":"app:File","script":null,"status":"creating","slot":null,"place":null,"physical":null,"created_by_us":true,"props":null,"pending":null,"output":null,"protected":false,"retained":false,"replaced_by":null,"dependencies":[],"operation":"op-old","error":null,"run":"run-1","changed_at":"2026-11-28T20:54:11.903059+00:00"}','2026-11-28T20:54:11.903059+00:00',NULL);
INSERT INTO "journal" VALUES(4,'infra/dev','run-1',1,'gone','old',NULL,NULL,'2026-11-28T20:54:11.907067+00:00',NULL);
INSERT INTO "journal" VALUES(5,'infra/dev','run-1',1,'begin','half','create','{"id":"half","handler":"app:File","script":null,"status":"creating","slot":null,"place":null,"physical":null,"created_by_us":true,"props":null,"pending":null,"output":null,"protected":false,"retained":false,"replaced_by":null,"dependencies":[],"operation":"op-half","error":null,"run":"run-1","changed_at":"2026-11-28T20:54:11.907760+00:00"}','2026-11-28T20:54:11.907760+00:00',NULL);
CREATE TABLE lease(
            stack_id TEXT PRIMARY KEY REFERENCES stack, token INTEGER NOT NULL DEFAULT 0, run_id TEXT, host TEXT, pid INTEGER,
            who TEXT, operation TEXT, acquired_at TEXT) STRICT;
INSERT INTO "lease" VALUES('infra/dev',1,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE resource(
            stack_id TEXT NOT NULL REFERENCES stack, id TEXT NOT NULL, position INTEGER NOT NULL, handler TEXT NOT NULL, script TEXT,
            status TEXT NOT NULL, slot TEXT, place TEXT, physical TEXT, created_by_us INTEGER NOT NULL, props TEXT, pending TEXT,
            output TEXT, operation TEXT NOT NULL, error TEXT, run TEXT NOT NULL, changed_at TEXT NOT NULL, protected INTEGER NOT NULL DEFAULT 0, retained INTEGER NOT NULL DEFAULT 0, replaced_by TEXT,
            PRIMARY KEY(stack_id, id)) STRICT;
INSERT INTO "resource" VALUES('infra/dev','network',1,'app:File',NULL,'ready','cluster','uid-1','v1 Service default/network',1,NULL,NULL,NULL,'op-network',NULL,'run-1','2026-11-28T20:54:11.899091+00:00',0,1,NULL);
INSERT INTO "resource" VALUES('infra/dev','database',2,'app:File',NULL,'ready',NULL,NULL,NULL,1,'{"size":1,"names":["\u00e4"]}',NULL,'{"host":"10.0.0.1"}','op-database',NULL,'run-1','2026-11-28T20:54:11.899985+00:00',1,0,NULL);
INSERT INTO "resource" VALUES('infra/dev','half',3,'app:File',NULL,'creating',NULL,NULL,NULL,1,NULL,NULL,NULL,'op-half',NULL,'run-1','2026-11-28T20:54:11.907760+00:00',0,0,NULL);
CREATE TABLE run(
            run_id TEXT PRIMARY KEY, stack_id TEXT NOT NULL REFERENCES stack, token INTEGER NOT NULL, operation TEXT NOT NULL,
            status TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, started_at TEXT NOT NULL,
            ended_at TEXT) STRICT;
INSERT INTO "run" VALUES('run-1','infra/dev',1,'up','failed','user','host',2478,'2026-11-28T20:54:11.893143+00:00','2026-11-28T20:54:11.911044+00:00');
CREATE TABLE stack(
            stack_id TEXT PRIMARY KEY, app TEXT NOT NULL, stage TEXT NOT NULL, lineage TEXT NOT NULL, made_by TEXT NOT NULL,
            serial INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, protected INTEGER NOT NULL DEFAULT 0, UNIQUE(app, stage)) STRICT;
INSERT INTO "stack" VALUES('infra/dev','infra','dev','1056aeca-323d-4375-b6c9-03df8b32b966','user@host',5,'2026-11-28T20:54:11.892259+00:00',1);
CREATE INDEX run_of_stack ON run(stack_id, token);
CREATE UNIQUE INDEX resource_order ON resource(stack_id, position);
CREATE UNIQUE INDEX one_owner ON resource(stack_id, ifnull(place, ''), physical) WHERE physical IS NOT NULL;
CREATE INDEX journal_of_run ON journal(stack_id, token);
CREATE INDEX journal_of_resource ON journal(stack_id, id);
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('journal',5);
COMMIT;
