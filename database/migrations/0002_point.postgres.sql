-- POINT: users, roles, sessions, lock-outs.
-- The manual reads `username, role` of users and writes `password` with plain SQL, so these columns keep their names.

CREATE TABLE roles (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  permissions TEXT NOT NULL,
  built_in SMALLINT NOT NULL CHECK (built_in IN (0, 1)),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX roles_by_lower_name ON roles (lower(name));

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  email TEXT,
  role TEXT NOT NULL REFERENCES roles (name) ON UPDATE CASCADE,
  password TEXT NOT NULL,
  active SMALLINT NOT NULL CHECK (active IN (0, 1)),
  password_changed_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_login_at BIGINT
);
CREATE UNIQUE INDEX users_by_lower_name ON users (lower(username));
CREATE INDEX users_by_role ON users (role);

-- One row per login; its tokens live and die with it.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  access_expires_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX sessions_by_user ON sessions (user_id, address);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_revoked ON sessions (access_expires_at) WHERE revoked_at IS NOT NULL;

-- SHA-256 of each refresh token, used ones too, so that one that comes back is known.
CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE login_throttle (
  key TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_failure_at BIGINT NOT NULL,
  locked_until BIGINT NOT NULL
);
CREATE INDEX login_throttle_by_age ON login_throttle (last_failure_at);

-- Grows with every change of who may do what, whoever makes it; every process polls it.
CREATE TABLE access_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);
INSERT INTO access_version (id, version) VALUES (1, 1);

INSERT INTO roles (id, name, description, permissions, built_in, created_at, updated_at) VALUES
  ('00000000-0000-4000-8000-000000000001', 'admin', 'Everything',
   '{"all":true}', 1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)),
  ('00000000-0000-4000-8000-000000000002', 'operator', 'Works with slots, calls and leads',
   '{"agents":["self"],"calls":["control","create","end","read"],"campaigns":["read"],"crm":["read","write"],"gacs":["run"],"guacamole":["connect"],"notes":["create","read"],"slots":["read","use"]}', 1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)),
  ('00000000-0000-4000-8000-000000000003', 'seller', 'Works with the leads assigned to them',
   '{"calls":["read"],"crm":["delete","read","write"],"dashboard":["read"],"notes":["create","read","update"],"recordings":["read"]}', 1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)),
  ('00000000-0000-4000-8000-000000000004', 'supervisor', 'Sees everything, changes nothing, may join calls',
   '{"agents":["read"],"alerts":["read"],"archonts":["read"],"audit":["read"],"calls":["monitor","read"],"campaigns":["read"],"cdr":["read"],"crm":["read"],"dashboard":["read"],"dnc":["read"],"gacs":["read"],"guacamole":["read"],"logs":["read"],"monitor":true,"nodes":["read"],"notes":["read"],"pipelines":["read"],"recordings":["read"],"reports":["generate","read"],"roles":["read"],"slots":["read"],"system":["read"],"telephony":["read"],"trunks":["read"],"users":["read"]}', 1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT));

CREATE FUNCTION bump_access_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE access_version SET version = version + 1;
  RETURN NULL;
END
$$;

CREATE TRIGGER users_access_rows AFTER INSERT OR DELETE ON users
FOR EACH ROW EXECUTE FUNCTION bump_access_version();

CREATE TRIGGER users_access_update AFTER UPDATE ON users
FOR EACH ROW WHEN (NEW.username <> OLD.username OR NEW.role <> OLD.role OR NEW.active <> OLD.active)
EXECUTE FUNCTION bump_access_version();

CREATE TRIGGER roles_access_change AFTER INSERT OR UPDATE OR DELETE ON roles
FOR EACH ROW EXECUTE FUNCTION bump_access_version();

CREATE TRIGGER sessions_access_update AFTER UPDATE OF revoked_at ON sessions
FOR EACH ROW WHEN (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
EXECUTE FUNCTION bump_access_version();

-- VSS itself always moves password_changed_at with a new password. Where it stands still, somebody set the password by
-- plain SQL, and whoever is signed in with the old one has to go.
CREATE FUNCTION end_sessions_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  now_ms BIGINT := CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT);
BEGIN
  UPDATE users SET password_changed_at = greatest(now_ms, OLD.password_changed_at + 1) WHERE id = NEW.id;
  UPDATE sessions SET revoked_at = now_ms WHERE user_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END
$$;

CREATE TRIGGER users_password_by_sql AFTER UPDATE OF password ON users
FOR EACH ROW WHEN (NEW.password <> OLD.password AND NEW.password_changed_at = OLD.password_changed_at)
EXECUTE FUNCTION end_sessions_of_user();
