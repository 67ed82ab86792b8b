-- OTTB: calls, their records and recordings, minutes talked, and who is registered.
CREATE TABLE calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slot_id BIGINT NOT NULL,
  trunk_id BIGINT NOT NULL,
  line INTEGER NOT NULL,
  line_type TEXT NOT NULL,
  user_id TEXT,
  username TEXT NOT NULL,
  lead_id TEXT,
  campaign_id TEXT,
  phone_number TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  record INTEGER NOT NULL CHECK (record IN (0, 1)),
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ringing_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT,
  seen_at BIGINT NOT NULL,
  end_reason TEXT,
  hangup_cause TEXT,
  sip_status INTEGER NOT NULL,
  q850 INTEGER NOT NULL
);
CREATE INDEX calls_by_start ON calls (started_at, id);
CREATE INDEX calls_by_slot ON calls (slot_id, started_at);
CREATE INDEX calls_by_user ON calls (user_id, started_at);
CREATE INDEX calls_by_lead ON calls (lead_id, started_at);
CREATE INDEX calls_running ON calls (id) WHERE ended_at IS NULL;

-- One row for each attempt, never changed.
CREATE TABLE cdr (
  call_id BIGINT PRIMARY KEY,
  slot_id BIGINT NOT NULL,
  trunk_id BIGINT NOT NULL,
  line INTEGER NOT NULL,
  line_type TEXT NOT NULL,
  user_id TEXT,
  username TEXT NOT NULL,
  lead_id TEXT,
  campaign_id TEXT,
  phone_number TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ringing_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL CHECK (duration_ms >= 0),
  ring_ms BIGINT NOT NULL CHECK (ring_ms >= 0),
  talk_ms BIGINT NOT NULL CHECK (talk_ms >= 0),
  end_reason TEXT,
  hangup_cause TEXT NOT NULL,
  sip_status INTEGER NOT NULL,
  q850 INTEGER NOT NULL,
  disposition TEXT NOT NULL,
  legs TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX cdr_by_start ON cdr (started_at, call_id);
CREATE INDEX cdr_by_slot ON cdr (slot_id, started_at);
CREATE INDEX cdr_by_campaign ON cdr (campaign_id, started_at);

CREATE TABLE recordings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  call_id BIGINT NOT NULL UNIQUE,
  slot_id BIGINT NOT NULL,
  user_id TEXT,
  lead_id TEXT,
  campaign_id TEXT,
  phone_number TEXT NOT NULL,
  file TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
  started_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX recordings_by_start ON recordings (started_at, id);

-- What calls that ended on a day of the centre talked, for each user and trunk.
CREATE TABLE call_usage (
  day TEXT NOT NULL,
  scope TEXT NOT NULL,
  talk_ms BIGINT NOT NULL,
  PRIMARY KEY (day, scope)
);

-- The registrar's books: they are read at start, so that phones need not register anew.
CREATE TABLE sip_registrations (
  line_number INTEGER PRIMARY KEY,
  contact TEXT NOT NULL,
  source TEXT NOT NULL,
  sip_call_id TEXT NOT NULL,
  cseq BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  registered_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

ALTER TABLE slots ADD COLUMN current_call BIGINT;
