-- What a user name is compared by (FoldedName in src/base/unicode.hpp). VSS writes it with each name; the triggers are for
-- names that plain SQL writes.
ALTER TABLE users ADD COLUMN name_key TEXT;
UPDATE users SET name_key = lower(username);
CREATE UNIQUE INDEX users_by_name_key ON users (name_key);

CREATE TRIGGER users_name_key_insert AFTER INSERT ON users
WHEN NEW.name_key IS NULL
BEGIN
  UPDATE users SET name_key = lower(NEW.username) WHERE id = NEW.id;
END;

CREATE TRIGGER users_name_key_update AFTER UPDATE OF username ON users
WHEN NEW.username <> OLD.username AND NEW.name_key IS OLD.name_key
BEGIN
  UPDATE users SET name_key = lower(NEW.username) WHERE id = NEW.id;
END;

-- The sessions that count: looked for every half second.
CREATE INDEX sessions_live ON sessions (access_expires_at) WHERE revoked_at IS NULL;
DROP INDEX sessions_revoked;
