CREATE TABLE amendments (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('remove', 'move', 'text')),
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    -- kept: somebody changed the record, so it was not removed
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'stuck', 'kept')),
    due INTEGER NOT NULL,
    -- requests made, counted before each one
    tries INTEGER NOT NULL,
    -- counts up when a later wish takes the place of one that may be on its way
    wish INTEGER NOT NULL,
    -- JSON of the last failure, or empty
    last_failure TEXT NOT NULL,
    changed INTEGER NOT NULL, kept TEXT NOT NULL DEFAULT '[]',
    UNIQUE (key, kind)
) STRICT;
CREATE INDEX amendments_due ON amendments (due) WHERE state = 'waiting';
CREATE TABLE answers (
    tail INTEGER NOT NULL PRIMARY KEY,
    answered INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE beginnings USING fts5 (
    name, company, email, number,
    content = '', contentless_delete = 1, detail = column, tokenize = 'ascii', prefix = '1 2 3'
);
CREATE TABLE calls (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    -- 1 once nothing about it changes any more
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX calls_by_key ON calls (key);
CREATE INDEX calls_by_time ON calls (first_seen);
CREATE INDEX calls_open ON calls (id) WHERE closed = 0;
CREATE TABLE chats (
    key TEXT NOT NULL PRIMARY KEY,
    ended INTEGER NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chats_by_time ON chats (ended);
CREATE TABLE choices (
    number TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    chosen INTEGER NOT NULL
, linked INTEGER NOT NULL DEFAULT 0 CHECK (linked IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE creations (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    draft TEXT NOT NULL UNIQUE,
    -- key of the call's or chat's entry, or empty
    entry_key TEXT NOT NULL,
    -- the caller's number in E.164, or empty: one of them at a time
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'in_doubt', 'stuck', 'created')),
    due INTEGER NOT NULL,
    -- requests made, counted before each one
    tries INTEGER NOT NULL,
    -- 1 for ever once a request may have been carried out without our knowing
    ask_first INTEGER NOT NULL CHECK (ask_first IN (0, 1)),
    -- JSON of the last failure, or empty
    last_failure TEXT NOT NULL,
    -- JSON of the person, once created and not yet linked
    person TEXT NOT NULL,
    queued INTEGER NOT NULL,
    changed INTEGER NOT NULL
, org TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX creations_by_entry ON creations (entry_key) WHERE entry_key <> '';
CREATE TABLE drafts (
    key TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE edited (
    key TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE numbers (
    tail INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (tail, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE orgs (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    call_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    entry TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'sending', 'in_doubt', 'stuck', 'written')),
    due INTEGER NOT NULL,
    -- requests made, counted before each one
    attempts INTEGER NOT NULL,
    -- of these, since the CRM last was out of reach as a whole
    tries INTEGER NOT NULL,
    -- 1 for ever once a request may have been carried out without our knowing
    ask_first INTEGER NOT NULL CHECK (ask_first IN (0, 1)),
    -- JSON of the last failure, or empty
    last_failure TEXT NOT NULL,
    task_id TEXT NOT NULL,
    task_url TEXT NOT NULL,
    queued INTEGER NOT NULL,
    changed INTEGER NOT NULL
, check_at INTEGER NOT NULL DEFAULT 0, org TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX outbox_check ON outbox (check_at) WHERE check_at > 0;
CREATE INDEX outbox_due ON outbox (due) WHERE state IN ('waiting', 'in_doubt');
CREATE INDEX outbox_state ON outbox (state, changed);
CREATE TABLE people (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    -- the tails in `numbers`, eight bytes each, so that leaving needs no second index
    tails BLOB NOT NULL,
    read_at INTEGER NOT NULL,
    -- until then the CRM's search may not know this record as we wrote it
    ours_until INTEGER NOT NULL
, said INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE removed (
    key TEXT NOT NULL PRIMARY KEY,
    call_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    entry TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('discarded', 'undone')),
    state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'stuck')),
    attempts INTEGER NOT NULL,
    ask_first INTEGER NOT NULL CHECK (ask_first IN (0, 1)),
    last_failure TEXT NOT NULL,
    queued INTEGER NOT NULL,
    removed INTEGER NOT NULL
, org TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE touched (
    key TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE words (
    word INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
) STRICT;
