"""The tables of the state file, as the steps that make them: a step that was released is never changed, the next version adds one."""

APPLICATION_ID = 0x74796B72  # "tykr", by which a file is known to be ours

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE stack(
            stack_id TEXT PRIMARY KEY, app TEXT NOT NULL, stage TEXT NOT NULL, lineage TEXT NOT NULL, made_by TEXT NOT NULL,
            serial INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, UNIQUE(app, stage)) STRICT""",
        # One row a stack, never deleted: the token only grows, and fences off whoever had a smaller one.
        """CREATE TABLE lease(
            stack_id TEXT PRIMARY KEY REFERENCES stack, token INTEGER NOT NULL DEFAULT 0, run_id TEXT, host TEXT, pid INTEGER,
            who TEXT, operation TEXT, acquired_at TEXT) STRICT""",
        """CREATE TABLE run(
            run_id TEXT PRIMARY KEY, stack_id TEXT NOT NULL REFERENCES stack, token INTEGER NOT NULL, operation TEXT NOT NULL,
            status TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, started_at TEXT NOT NULL,
            ended_at TEXT) STRICT""",
        "CREATE INDEX run_of_stack ON run(stack_id, token)",
        """CREATE TABLE resource(
            stack_id TEXT NOT NULL REFERENCES stack, id TEXT NOT NULL, position INTEGER NOT NULL, handler TEXT NOT NULL, script TEXT,
            status TEXT NOT NULL, slot TEXT, place TEXT, physical TEXT, created_by_us INTEGER NOT NULL, props TEXT, pending TEXT,
            output TEXT, operation TEXT NOT NULL, error TEXT, run TEXT NOT NULL, changed_at TEXT NOT NULL,
            PRIMARY KEY(stack_id, id)) STRICT""",
        "CREATE UNIQUE INDEX resource_order ON resource(stack_id, position)",
        "CREATE UNIQUE INDEX one_owner ON resource(stack_id, ifnull(place, ''), physical) WHERE physical IS NOT NULL",
        """CREATE TABLE edge(
            stack_id TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, dependency TEXT NOT NULL,
            PRIMARY KEY(stack_id, id, position),
            FOREIGN KEY(stack_id, id) REFERENCES resource ON DELETE CASCADE) STRICT""",
        """CREATE TABLE journal(
            seq INTEGER PRIMARY KEY AUTOINCREMENT, stack_id TEXT NOT NULL REFERENCES stack, run_id TEXT NOT NULL, token INTEGER NOT NULL,
            kind TEXT NOT NULL, id TEXT NOT NULL, action TEXT, payload TEXT, at TEXT NOT NULL) STRICT""",
        "CREATE INDEX journal_of_run ON journal(stack_id, token)",
        "CREATE INDEX journal_of_resource ON journal(stack_id, id)",
        "CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    ),
    (
        "ALTER TABLE stack ADD COLUMN protected INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE resource ADD COLUMN protected INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE resource ADD COLUMN retained INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE resource ADD COLUMN replaced_by TEXT",
        "ALTER TABLE journal ADD COLUMN was TEXT",
    ),
    (
        # One row at most: what all that is secret in the file is encrypted with, itself encrypted.
        """CREATE TABLE crypto_key(
            key_id TEXT PRIMARY KEY, method TEXT NOT NULL, cost INTEGER NOT NULL, salt TEXT NOT NULL, wrapped TEXT NOT NULL,
            made_at TEXT NOT NULL) STRICT""",
    ),
    (
        "ALTER TABLE resource ADD COLUMN tries INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE resource ADD COLUMN time_limit REAL",
    ),
)
