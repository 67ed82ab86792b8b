-- Calls whose number was never called, because the own phone did not take the call first: no attempts. Those from before this
-- stay counted as they were.
ALTER TABLE calls ADD COLUMN dialled INTEGER NOT NULL DEFAULT 1 CHECK (dialled IN (0, 1));
CREATE INDEX calls_not_placed ON calls (started_at, id) WHERE dialled = 0 AND answered_at IS NULL;
ALTER TABLE call_totals ADD COLUMN not_placed BIGINT NOT NULL DEFAULT 0;
