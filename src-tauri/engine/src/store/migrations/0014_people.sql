-- Where somebody new was opened from: it finds what was typed there and is not finished. Empty:
-- nothing does any more.
ALTER TABLE drafts ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- 1: the newest words are those that are on their way.
ALTER TABLE drafts ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1));
-- Until now a place had one draft, named like it.
UPDATE drafts SET place = key, taken = key IN (SELECT draft FROM creations);
CREATE INDEX drafts_by_place ON drafts (place) WHERE place <> '';

-- Typed after a request that may have been carried out: JSON as in body, or empty.
ALTER TABLE creations ADD COLUMN correction TEXT NOT NULL DEFAULT '';
