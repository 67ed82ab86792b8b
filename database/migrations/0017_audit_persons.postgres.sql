-- The key to the pseudonyms by which the audit names persons; erasing a person deletes it.
CREATE TABLE audit_persons (
  pseudonym TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- Records up to this one may name persons by their numbers.
CREATE TABLE audit_plain (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_id BIGINT NOT NULL
);
INSERT INTO audit_plain (id, last_id) SELECT 1, COALESCE(MAX(id), 0) FROM audit;

-- An HMAC of the text of each such record that no longer names an erased person
-- (src/adapters/storage_sql/audit_chain.hpp).
CREATE TABLE audit_reanchors (
  record_id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  mac TEXT NOT NULL
);

CREATE FUNCTION refuse_audit_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_reanchors WHERE record_id = OLD.id)
    OR (NEW.id, NEW.at, NEW.user_id, NEW.username, NEW.action, NEW.address, NEW.request_id, NEW.success,
        NEW.previous_hash, NEW.hash)
    IS DISTINCT FROM (OLD.id, OLD.at, OLD.user_id, OLD.username, OLD.action, OLD.address, OLD.request_id, OLD.success,
        OLD.previous_hash, OLD.hash)
  THEN
    RAISE EXCEPTION 'audit rows are append-only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER audit_no_update ON audit;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_audit_rewrite();
