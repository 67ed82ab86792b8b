-- WORKSPACE: drafts that were saved or dropped. A browser that was away and sends the same text again does not bring it back;
-- only a digest of the text is kept, as long as a draft would be.
CREATE TABLE crm_dropped_drafts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  digest TEXT NOT NULL,
  dropped_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, name)
);
CREATE INDEX crm_dropped_drafts_by_subject ON crm_dropped_drafts (subject);
CREATE INDEX crm_dropped_drafts_by_age ON crm_dropped_drafts (dropped_at);
