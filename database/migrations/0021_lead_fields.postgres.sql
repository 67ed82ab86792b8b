-- The further fields that leads have had, in the order in which they came: columns of an export. A name stays when no lead has
-- it any more, so that the columns of a file that is fetched in pages do not move.
CREATE TABLE crm_lead_fields (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO crm_lead_fields (name)
SELECT field.name FROM (SELECT DISTINCT jsonb_object_keys(crm_leads.fields::jsonb) AS name FROM crm_leads) AS field ORDER BY field.name;

-- Leads that an import made with a number that nobody may call: they are in status do_not_call.
ALTER TABLE crm_imports ADD COLUMN do_not_call BIGINT NOT NULL DEFAULT 0;

-- Further numbers, as a merge or an import keeps them, are found, too.
UPDATE crm_leads SET search = search || ' ' || further.words
FROM (
  SELECT crm_leads.id, string_agg(substr(field.value, 2) || ' t' || right(field.value, 4), ' ') AS words
  FROM crm_leads, jsonb_each_text(crm_leads.fields::jsonb) AS field WHERE field.value ~ '^[+][1-9][0-9]{7,14}$' GROUP BY crm_leads.id
) AS further WHERE further.id = crm_leads.id;
