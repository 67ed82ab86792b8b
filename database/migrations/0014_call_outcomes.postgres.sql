-- What the list of calls filters by: how calls ended.
CREATE INDEX calls_answered ON calls (started_at, id) WHERE answered_at IS NOT NULL;
CREATE INDEX calls_by_cause ON calls (hangup_cause, started_at, id) WHERE answered_at IS NULL;
