-- What calls came to, counted as their records are written, so that reports and the dashboard need no scan of them.
-- scope and span: contracts/call_totals.hpp. name: how people call the key (a user, a slot's number).
CREATE TABLE call_totals (
  scope TEXT NOT NULL,
  span TEXT NOT NULL,
  period TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  busy BIGINT NOT NULL,
  no_answer BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  rang BIGINT NOT NULL,
  ring_ms BIGINT NOT NULL,
  talk_ms BIGINT NOT NULL,
  line_ms BIGINT NOT NULL,
  faults BIGINT NOT NULL,
  PRIMARY KEY (scope, span, period, key)
) WITHOUT ROWID;

-- Records and faults that were there already: those with ids over `counted` and up to `upto` are still to be counted.
CREATE TABLE call_totals_backlog (
  source TEXT PRIMARY KEY,
  counted BIGINT NOT NULL,
  upto BIGINT NOT NULL
);
INSERT INTO call_totals_backlog (source, counted, upto) SELECT 'cdr', 0, COALESCE(MAX(call_id), 0) FROM cdr;
INSERT INTO call_totals_backlog (source, counted, upto) SELECT 'slot_history', 0, COALESCE(MAX(id), 0) FROM slot_history;
-- Calls without a record yet: theirs is counted when it is written, although its id is among the others.
CREATE TABLE call_totals_later (
  call_id BIGINT PRIMARY KEY
);
INSERT INTO call_totals_later (call_id) SELECT id FROM calls WHERE ended_at IS NULL;

-- One row: how many recordings there are. Kept by triggers, whoever adds or erases.
CREATE TABLE recording_totals (
  recordings BIGINT NOT NULL,
  bytes BIGINT NOT NULL
);
INSERT INTO recording_totals (recordings, bytes) SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM recordings;
CREATE TRIGGER recording_totals_insert AFTER INSERT ON recordings
BEGIN
  UPDATE recording_totals SET recordings = recordings + 1, bytes = bytes + NEW.bytes;
END;
CREATE TRIGGER recording_totals_delete AFTER DELETE ON recordings
BEGIN
  UPDATE recording_totals SET recordings = recordings - 1, bytes = bytes - OLD.bytes;
END;

-- When the platform ran, so that a chart tells no calls from nobody there.
CREATE TABLE uptime (
  started_at BIGINT PRIMARY KEY,
  seen_at BIGINT NOT NULL
);
CREATE INDEX uptime_by_end ON uptime (seen_at);

-- A row says that this is a demo centre: `vss demo` adds to no other.
CREATE TABLE demo_centre (
  made_at BIGINT NOT NULL
);
