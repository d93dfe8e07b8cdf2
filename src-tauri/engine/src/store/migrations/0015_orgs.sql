-- Orgs that entries were made for.
CREATE TABLE orgs (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The org it was made for; empty: made while nobody was signed in, and the next one's.
ALTER TABLE outbox ADD COLUMN org TEXT NOT NULL DEFAULT '';
ALTER TABLE removed ADD COLUMN org TEXT NOT NULL DEFAULT '';
ALTER TABLE creations ADD COLUMN org TEXT NOT NULL DEFAULT '';
