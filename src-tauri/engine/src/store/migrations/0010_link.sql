-- The agent said that the number is this person's, although their record does not hold it.
ALTER TABLE choices ADD COLUMN linked INTEGER NOT NULL DEFAULT 0 CHECK (linked IN (0, 1));

-- What of a step was not done, because somebody changed it in the CRM: JSON list of API names.
ALTER TABLE amendments ADD COLUMN kept TEXT NOT NULL DEFAULT '[]';
