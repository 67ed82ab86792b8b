-- DCI: the event log, and how much is in it.

-- severity: 0 debug, 1 info, 2 warning, 3 error. bytes: what the line counts towards the log's size limit.
CREATE TABLE event_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at BIGINT NOT NULL,
  module TEXT NOT NULL,
  severity SMALLINT NOT NULL CHECK (severity BETWEEN 0 AND 3),
  message TEXT NOT NULL,
  fields TEXT NOT NULL,
  event_id TEXT,
  f_flow TEXT,
  request_id TEXT,
  username TEXT,
  bytes INTEGER NOT NULL
);
CREATE INDEX event_log_by_time ON event_log (at, id);
CREATE INDEX event_log_by_module ON event_log (LOWER(module), at, id);
CREATE INDEX event_log_by_severity ON event_log (severity, at, id);
CREATE INDEX event_log_by_request ON event_log (request_id, at, id) WHERE request_id IS NOT NULL;
CREATE UNIQUE INDEX event_log_by_event ON event_log (event_id) WHERE event_id IS NOT NULL;

-- One row, changed with the log in the same transaction: counting a million lines would read them all.
CREATE TABLE event_log_volume (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lines BIGINT NOT NULL,
  bytes BIGINT NOT NULL
);
INSERT INTO event_log_volume (id, lines, bytes) VALUES (1, 0, 0);
