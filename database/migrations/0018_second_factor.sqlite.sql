-- Second factors (RFC 6238). The secret is encrypted under VSS_SECOND_FACTOR_KEY; recovery codes are keyed hashes.
CREATE TABLE second_factors (
  user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  sealed_secret TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  PRIMARY KEY (user_id, hash)
);

-- The roles whose users must have one.
CREATE TABLE second_factor_roles (
  role TEXT PRIMARY KEY REFERENCES roles (name) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TRIGGER second_factors_access_update AFTER UPDATE OF confirmed_at ON second_factors
WHEN NEW.confirmed_at IS NOT OLD.confirmed_at
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER second_factors_access_delete AFTER DELETE ON second_factors
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER second_factor_roles_access_insert AFTER INSERT ON second_factor_roles
BEGIN
  UPDATE access_version SET version = version + 1;
END;

CREATE TRIGGER second_factor_roles_access_delete AFTER DELETE ON second_factor_roles
BEGIN
  UPDATE access_version SET version = version + 1;
END;
