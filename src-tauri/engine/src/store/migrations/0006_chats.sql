-- The chats this desk took part in. `closed`: 1 once its messages are in entries for good.

CREATE TABLE chats (
    key TEXT NOT NULL PRIMARY KEY,
    ended INTEGER NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX chats_by_time ON chats (ended);
