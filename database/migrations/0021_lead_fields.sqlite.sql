-- The further fields that leads have had, in the order in which they came: columns of an export. A name stays when no lead has
-- it any more, so that the columns of a file that is fetched in pages do not move.
CREATE TABLE crm_lead_fields (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO crm_lead_fields (name)
SELECT DISTINCT field.key FROM crm_leads, json_each(crm_leads.fields) AS field ORDER BY field.key;

-- Leads that an import made with a number that nobody may call: they are in status do_not_call.
ALTER TABLE crm_imports ADD COLUMN do_not_call BIGINT NOT NULL DEFAULT 0;

-- Further numbers, as a merge or an import keeps them, are found, too.
UPDATE crm_leads SET search = search || ' ' || (
  SELECT group_concat(substr(field.value, 2) || ' t' || substr(field.value, -4), ' ') FROM json_each(crm_leads.fields) AS field
  WHERE field.value GLOB '+[1-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*' AND substr(field.value, 2) NOT GLOB '*[^0-9]*')
WHERE EXISTS (
  SELECT 1 FROM json_each(crm_leads.fields) AS field
  WHERE field.value GLOB '+[1-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*' AND substr(field.value, 2) NOT GLOB '*[^0-9]*');
