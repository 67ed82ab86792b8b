-- OTTB: trunks, slots, their numbers, credentials and history.
CREATE TABLE trunks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 999),
  description TEXT,
  region TEXT,
  caller_ids TEXT NOT NULL,
  provider_id BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE slots (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  trunk_id BIGINT NOT NULL REFERENCES trunks (id),
  type TEXT NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  device_id TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since BIGINT NOT NULL,
  state_reason TEXT NOT NULL,
  assignment TEXT NOT NULL,
  assigned_user TEXT,
  assigned_campaign TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (trunk_id, device_id)
);
CREATE INDEX slots_by_type_and_state ON slots (type, state);
CREATE INDEX slots_by_user ON slots (assigned_user);

-- One row per trunk type: writing it is the lock under which a number is chosen.
CREATE TABLE number_ranges (
  type TEXT PRIMARY KEY,
  locks BIGINT NOT NULL
);

-- Numbers that rest before their next slot.
CREATE TABLE released_numbers (
  number INTEGER PRIMARY KEY,
  released_at BIGINT NOT NULL
);

-- HA1 only: the passwords are shown once and kept nowhere.
CREATE TABLE slot_credentials (
  slot_id BIGINT PRIMARY KEY REFERENCES slots (id),
  username TEXT NOT NULL UNIQUE,
  realm TEXT NOT NULL,
  ha1_md5 TEXT NOT NULL,
  ha1_sha256 TEXT NOT NULL
);

CREATE TABLE slot_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slot_id BIGINT NOT NULL REFERENCES slots (id),
  changed_at BIGINT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  trigger_name TEXT NOT NULL,
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  username TEXT
);
CREATE INDEX slot_history_by_slot ON slot_history (slot_id, id);
CREATE INDEX slot_history_by_age ON slot_history (changed_at);
