-- WORKSPACE: what is left to do of erasing persons, as JSON (src/workspace/crm/persons/erasure.hpp). A row holds what it
-- looks for, and is deleted when nothing is left.
CREATE TABLE crm_erasures (
  id TEXT PRIMARY KEY,
  rest TEXT NOT NULL
);
