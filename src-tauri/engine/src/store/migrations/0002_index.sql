-- The index of people in compact rows, for a million numbers. What it held comes back by itself,
-- so nothing is carried over.

DROP TABLE answers;
DROP TABLE numbers;
DROP TABLE people;

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
) STRICT;

-- `tail`: the digits of the E.164 number from last to first as one integer, so that both "equal"
-- and "last N digits equal" are a range of this key.
CREATE TABLE numbers (
    tail INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (tail, person)
) STRICT, WITHOUT ROWID;

-- When the CRM last named everybody who has this number.
CREATE TABLE answers (
    tail INTEGER NOT NULL PRIMARY KEY,
    answered INTEGER NOT NULL
) STRICT;

-- Texts that many people share: owners, names of fields, pages. Numbers are never used again, so
-- one that was read stays right.
CREATE TABLE words (
    word INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO counters (name, value) VALUES ('people', 0), ('numbers', 0);
