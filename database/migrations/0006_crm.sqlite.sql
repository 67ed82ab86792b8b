-- WORKSPACE: leads, clients, notes, imports. `search` holds the folded words of a row, made by the program; `seq` is the
-- order of creation.
CREATE TABLE crm_clients (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  company TEXT,
  fields TEXT NOT NULL,
  created_by TEXT,
  search TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX crm_clients_by_name ON crm_clients (name, seq);
CREATE INDEX crm_clients_by_creation ON crm_clients (created_at, seq);
CREATE INDEX crm_clients_by_phone ON crm_clients (phone) WHERE phone IS NOT NULL;
CREATE INDEX crm_clients_by_maker ON crm_clients (created_by, seq) WHERE created_by IS NOT NULL;

CREATE TABLE crm_leads (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  client_name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT,
  status TEXT NOT NULL,
  assigned_seller TEXT,
  source TEXT,
  timezone TEXT,
  region TEXT,
  fields TEXT NOT NULL,
  client_id TEXT,
  import_id TEXT,
  last_call_at BIGINT,
  search TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
-- One index for each filter and order that the list offers.
CREATE INDEX crm_leads_by_creation ON crm_leads (created_at, seq);
CREATE INDEX crm_leads_by_change ON crm_leads (updated_at, seq);
CREATE INDEX crm_leads_by_name ON crm_leads (client_name, seq);
CREATE INDEX crm_leads_by_status_creation ON crm_leads (status, created_at, seq);
CREATE INDEX crm_leads_by_status_change ON crm_leads (status, updated_at, seq);
CREATE INDEX crm_leads_by_status_name ON crm_leads (status, client_name, seq);
CREATE INDEX crm_leads_by_seller_creation ON crm_leads (assigned_seller, created_at, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_seller_change ON crm_leads (assigned_seller, updated_at, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_seller_name ON crm_leads (assigned_seller, client_name, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_seller_status_creation ON crm_leads (assigned_seller, status, created_at, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_seller_status_change ON crm_leads (assigned_seller, status, updated_at, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_seller_status_name ON crm_leads (assigned_seller, status, client_name, seq) WHERE assigned_seller IS NOT NULL;
CREATE INDEX crm_leads_by_phone ON crm_leads (phone);
CREATE INDEX crm_leads_by_email ON crm_leads (email) WHERE email IS NOT NULL;
CREATE INDEX crm_leads_by_client ON crm_leads (client_id) WHERE client_id IS NOT NULL;

-- Words of leads, newest last. Prefixes of 2 to 7 letters have an index of their own, so that the beginning of a name or
-- number that millions share is found as quickly as a rare one.
CREATE VIRTUAL TABLE crm_leads_fts USING fts5(
  search, assigned_seller, status, content='crm_leads', content_rowid='seq', detail=column, prefix='2 3 4 5 6 7',
  tokenize="unicode61 remove_diacritics 0 tokenchars '-_'"
);
CREATE TRIGGER crm_leads_fts_insert AFTER INSERT ON crm_leads
BEGIN
  INSERT INTO crm_leads_fts (rowid, search, assigned_seller, status)
  VALUES (NEW.seq, NEW.search, NEW.assigned_seller, NEW.status);
END;
CREATE TRIGGER crm_leads_fts_delete AFTER DELETE ON crm_leads
BEGIN
  INSERT INTO crm_leads_fts (crm_leads_fts, rowid, search, assigned_seller, status)
  VALUES ('delete', OLD.seq, OLD.search, OLD.assigned_seller, OLD.status);
END;
CREATE TRIGGER crm_leads_fts_update AFTER UPDATE OF search, assigned_seller, status ON crm_leads
WHEN NEW.search <> OLD.search OR NEW.status <> OLD.status OR NEW.assigned_seller IS NOT OLD.assigned_seller
BEGIN
  INSERT INTO crm_leads_fts (crm_leads_fts, rowid, search, assigned_seller, status)
  VALUES ('delete', OLD.seq, OLD.search, OLD.assigned_seller, OLD.status);
  INSERT INTO crm_leads_fts (rowid, search, assigned_seller, status)
  VALUES (NEW.seq, NEW.search, NEW.assigned_seller, NEW.status);
END;
CREATE VIRTUAL TABLE crm_clients_fts USING fts5(
  search, content='crm_clients', content_rowid='seq', detail=column, prefix='2 3 4 5 6 7', tokenize="unicode61 remove_diacritics 0"
);
CREATE TRIGGER crm_clients_fts_insert AFTER INSERT ON crm_clients
BEGIN
  INSERT INTO crm_clients_fts (rowid, search) VALUES (NEW.seq, NEW.search);
END;
CREATE TRIGGER crm_clients_fts_delete AFTER DELETE ON crm_clients
BEGIN
  INSERT INTO crm_clients_fts (crm_clients_fts, rowid, search) VALUES ('delete', OLD.seq, OLD.search);
END;
CREATE TRIGGER crm_clients_fts_update AFTER UPDATE OF search ON crm_clients
WHEN NEW.search <> OLD.search
BEGIN
  INSERT INTO crm_clients_fts (crm_clients_fts, rowid, search) VALUES ('delete', OLD.seq, OLD.search);
  INSERT INTO crm_clients_fts (rowid, search) VALUES (NEW.seq, NEW.search);
END;

-- How many leads there are, so that a list of five million need not count them. Nobody's leads count for ''.
CREATE TABLE crm_lead_counts (
  assigned_seller TEXT NOT NULL,
  status TEXT NOT NULL,
  leads BIGINT NOT NULL,
  PRIMARY KEY (assigned_seller, status)
);

-- What was done with a lead. That an import made it stands in the lead itself.
CREATE TABLE crm_lead_history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  lead_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  user_id TEXT,
  username TEXT NOT NULL,
  from_value TEXT,
  to_value TEXT,
  changed_fields TEXT NOT NULL
);
CREATE INDEX crm_lead_history_by_lead ON crm_lead_history (lead_id, happened_at);

CREATE TABLE crm_notes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  call_id BIGINT,
  lead_id TEXT,
  text TEXT NOT NULL,
  type TEXT NOT NULL,
  author_id TEXT,
  author TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (call_id IS NOT NULL OR lead_id IS NOT NULL)
);
CREATE INDEX crm_notes_by_call ON crm_notes (call_id, seq) WHERE call_id IS NOT NULL;
CREATE INDEX crm_notes_by_lead ON crm_notes (lead_id, seq) WHERE lead_id IS NOT NULL;

CREATE TABLE crm_imports (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  options TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  bytes_read BIGINT NOT NULL,
  lines_read BIGINT NOT NULL,
  rejects_bytes BIGINT NOT NULL,
  rows_read BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  problem TEXT,
  user_id TEXT,
  username TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT
);
CREATE INDEX crm_imports_by_user ON crm_imports (user_id, seq);
CREATE INDEX crm_imports_open ON crm_imports (seq) WHERE finished_at IS NULL;

-- The seller of the lead that a call belongs to: what a seller may see of millions of calls.
ALTER TABLE calls ADD COLUMN lead_seller TEXT;
ALTER TABLE cdr ADD COLUMN lead_seller TEXT;
ALTER TABLE recordings ADD COLUMN lead_seller TEXT;
CREATE INDEX calls_by_lead_seller ON calls (lead_seller, started_at, id) WHERE lead_seller IS NOT NULL;
CREATE INDEX cdr_by_lead_seller ON cdr (lead_seller, started_at, call_id) WHERE lead_seller IS NOT NULL;
CREATE INDEX recordings_by_lead_seller ON recordings (lead_seller, started_at, id) WHERE lead_seller IS NOT NULL;
CREATE INDEX calls_by_phone ON calls (phone_number, started_at);
CREATE INDEX cdr_by_phone ON cdr (phone_number, started_at);
CREATE INDEX recordings_by_phone ON recordings (phone_number, started_at);
CREATE INDEX cdr_by_lead ON cdr (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX recordings_by_lead ON recordings (lead_id) WHERE lead_id IS NOT NULL;
