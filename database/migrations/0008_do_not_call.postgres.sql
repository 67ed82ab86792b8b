-- Numbers that nobody may call. Each number of a lead in status do_not_call has a row; it outlives the lead.
CREATE TABLE do_not_call_numbers (
  phone TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  PRIMARY KEY (phone, lead_id)
);
CREATE INDEX do_not_call_numbers_by_lead ON do_not_call_numbers (lead_id);

-- HMAC-SHA256 of the numbers of erased persons, with a key that is not in the database.
CREATE TABLE do_not_call_hashes (
  hash TEXT PRIMARY KEY,
  added_at BIGINT NOT NULL
);

INSERT INTO do_not_call_numbers (phone, lead_id) SELECT phone, id FROM crm_leads WHERE status = 'do_not_call';
-- Further numbers as a merge of leads keeps them.
INSERT INTO do_not_call_numbers (phone, lead_id)
SELECT DISTINCT field.value, crm_leads.id FROM crm_leads, jsonb_each_text(crm_leads.fields::jsonb) AS field
WHERE status = 'do_not_call' AND field.value ~ '^\+[1-9][0-9]{7,14}$' AND field.value <> crm_leads.phone;
