-- What a user name is compared by (FoldedName in src/base/unicode.hpp). VSS writes it with each name; the trigger is for
-- names that plain SQL writes.
ALTER TABLE users ADD COLUMN name_key TEXT;
UPDATE users SET name_key = lower(username COLLATE "C");
CREATE UNIQUE INDEX users_by_name_key ON users (name_key);

CREATE FUNCTION fill_name_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.name_key IS NULL OR (TG_OP = 'UPDATE' AND NEW.username <> OLD.username AND NEW.name_key = OLD.name_key) THEN
    NEW.name_key := lower(NEW.username COLLATE "C");
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER users_name_key BEFORE INSERT OR UPDATE OF username ON users
FOR EACH ROW EXECUTE FUNCTION fill_name_key();

-- The sessions that count: looked for every half second.
CREATE INDEX sessions_live ON sessions (access_expires_at) WHERE revoked_at IS NULL;
DROP INDEX sessions_revoked;
