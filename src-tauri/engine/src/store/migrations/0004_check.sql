-- When a written row is asked about once more, because an earlier request of it may have been
-- carried out after its repeat; 0: never.
ALTER TABLE outbox ADD COLUMN check_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX outbox_check ON outbox (check_at) WHERE check_at > 0;
