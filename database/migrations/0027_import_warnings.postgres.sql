-- WORKSPACE: rows of an import that went in without a value that could not be taken.
ALTER TABLE crm_imports ADD COLUMN warned BIGINT NOT NULL DEFAULT 0;
