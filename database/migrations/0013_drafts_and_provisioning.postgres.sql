-- WORKSPACE: what people type and have not saved yet. `subject` is the id that stands in the name after the colon.
CREATE TABLE crm_drafts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  fields TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, name)
);
CREATE INDEX crm_drafts_by_subject ON crm_drafts (subject);
CREATE INDEX crm_drafts_by_age ON crm_drafts (updated_at);

-- Which lead a merged one went into.
CREATE INDEX crm_lead_history_by_merged ON crm_lead_history (from_value) WHERE kind = 'merged';

-- OTTB: addresses at which a phone fetches its account, once. Only the hash of what stands in the address is kept.
CREATE TABLE slot_provisioning (
  slot_id BIGINT PRIMARY KEY REFERENCES slots (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  offered_by TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
