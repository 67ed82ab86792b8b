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

DROP TRIGGER audit_no_update;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_reanchors WHERE record_id = OLD.id) OR NEW.id <> OLD.id OR NEW.at <> OLD.at
  OR NEW.user_id IS NOT OLD.user_id OR NEW.username <> OLD.username OR NEW.action <> OLD.action
  OR NEW.address <> OLD.address OR NEW.request_id <> OLD.request_id OR NEW.success <> OLD.success
  OR NEW.previous_hash <> OLD.previous_hash OR NEW.hash <> OLD.hash
BEGIN
  SELECT RAISE(ABORT, 'audit rows are append-only');
END;
