-- Finding people by the beginnings of words, as they are typed. People that were kept before have
-- no words; they come back by themselves, as the index is emptied when its rules change.

-- Holds no text of its own but the folded words; a row's number is the person's.
CREATE VIRTUAL TABLE beginnings USING fts5 (
    name, company, email, number,
    content = '', contentless_delete = 1, detail = column, tokenize = 'ascii', prefix = '1 2 3'
);

-- Tells whether a person's words are still those in `beginnings`, so that reading everybody again
-- writes only what changed.
ALTER TABLE people ADD COLUMN said INTEGER NOT NULL DEFAULT 0;

-- How often everybody was forgotten: what was asked for before that is not kept.
INSERT INTO counters (name, value) VALUES ('wipes', 0);
