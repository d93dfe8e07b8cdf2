-- What was typed for people who are not created yet.
CREATE TABLE drafts (
    key TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- People on their way into the CRM. The entry of the same call waits until the row is gone.
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
) STRICT;

CREATE INDEX creations_by_entry ON creations (entry_key) WHERE entry_key <> '';
