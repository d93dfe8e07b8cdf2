-- What is to be done to records that were written: of each kind at most one for an entry, the
-- latest wish.
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
    changed INTEGER NOT NULL,
    UNIQUE (key, kind)
) STRICT;

CREATE INDEX amendments_due ON amendments (due) WHERE state = 'waiting';

-- Entries that a person took out of the journal, with what puts them back.
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
) STRICT, WITHOUT ROWID;

-- When we ourselves last changed a record, by the CRM's clock.
CREATE TABLE touched (
    key TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries whose words a person wrote: they are not replaced by ours any more.
CREATE TABLE edited (
    key TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
