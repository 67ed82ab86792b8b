-- Data rules belong to the role: of each resource own, team or all rows. Left out is own.
ALTER TABLE roles ADD COLUMN scope TEXT NOT NULL DEFAULT '{}';
-- Who had another role than seller saw every row until now, and goes on to. Calls of others are ended by who rules over
-- their lines.
UPDATE roles SET scope = '{"call_control":"own","calls":"all","leads":"all","recordings":"all","reports":"all"}' WHERE name <> 'seller';
UPDATE roles SET scope = '{"call_control":"all","calls":"all","leads":"all","recordings":"all","reports":"all"}'
WHERE name <> 'seller' AND (json_extract(permissions, '$.all') = 1 OR json_extract(permissions, '$.slots') = 1 OR json_extract(permissions, '$.slots') LIKE '%"admin"%');
UPDATE roles SET scope = '{"call_control":"own","calls":"all","leads":"all","recordings":"own","reports":"own"}'
WHERE id = '00000000-0000-4000-8000-000000000002';

CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  lead_user TEXT REFERENCES users (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX teams_by_lower_name ON teams (lower(name));
CREATE INDEX teams_by_lead ON teams (lead_user) WHERE lead_user IS NOT NULL;
ALTER TABLE users ADD COLUMN team_id TEXT REFERENCES teams (id) ON DELETE SET NULL;
CREATE INDEX users_by_team ON users (team_id) WHERE team_id IS NOT NULL;

CREATE TRIGGER users_access_team AFTER UPDATE OF team_id ON users
WHEN NEW.team_id IS NOT OLD.team_id
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER teams_access_insert AFTER INSERT ON teams
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER teams_access_update AFTER UPDATE ON teams
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER teams_access_delete AFTER DELETE ON teams
BEGIN
  UPDATE access_version SET version = version + 1;
END;

-- The team of a lead: that of its seller, or the one whose pool it lies in.
ALTER TABLE crm_leads ADD COLUMN team_id TEXT;
CREATE INDEX crm_leads_by_team_creation ON crm_leads (team_id, created_at, seq) WHERE team_id IS NOT NULL;
CREATE INDEX crm_leads_by_team_change ON crm_leads (team_id, updated_at, seq) WHERE team_id IS NOT NULL;
CREATE INDEX crm_leads_by_team_name ON crm_leads (team_id, client_name, seq) WHERE team_id IS NOT NULL;
CREATE INDEX crm_leads_by_team_status_creation ON crm_leads (team_id, status, created_at, seq) WHERE team_id IS NOT NULL;

-- The team of who placed a call, as it was then; lead_team is that of its lead, as it is now.
ALTER TABLE calls ADD COLUMN team_id TEXT;
ALTER TABLE calls ADD COLUMN lead_team TEXT;
CREATE INDEX calls_by_team ON calls (team_id, started_at, id) WHERE team_id IS NOT NULL;
CREATE INDEX calls_by_lead_team ON calls (lead_team, started_at, id) WHERE lead_team IS NOT NULL;
ALTER TABLE cdr ADD COLUMN team_id TEXT;
ALTER TABLE cdr ADD COLUMN lead_team TEXT;
CREATE INDEX cdr_by_team ON cdr (team_id, started_at, call_id) WHERE team_id IS NOT NULL;
CREATE INDEX cdr_by_lead_team ON cdr (lead_team, started_at, call_id) WHERE lead_team IS NOT NULL;
ALTER TABLE recordings ADD COLUMN team_id TEXT;
ALTER TABLE recordings ADD COLUMN lead_team TEXT;
CREATE INDEX recordings_by_team ON recordings (team_id, started_at, id) WHERE team_id IS NOT NULL;
CREATE INDEX recordings_by_lead_team ON recordings (lead_team, started_at, id) WHERE lead_team IS NOT NULL;
CREATE INDEX cdr_by_user ON cdr (user_id, started_at);
CREATE INDEX recordings_by_user ON recordings (user_id, started_at);

-- The number that is called stands with the call, for who may see calls.
UPDATE slots SET state_reason = substr(state_reason, 1, instr(state_reason, ' to +') - 1) || ' was placed' WHERE state_reason LIKE 'c!_% to +%' ESCAPE '!';
UPDATE slot_history SET reason = substr(reason, 1, instr(reason, ' to +') - 1) || ' was placed' WHERE reason LIKE 'c!_% to +%' ESCAPE '!';
