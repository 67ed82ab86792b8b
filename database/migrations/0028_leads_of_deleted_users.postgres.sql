-- Leads of users who were deleted lie in the shared pool, of the team that they are in.
INSERT INTO crm_lead_counts (assigned_seller, status, leads)
SELECT '', status, SUM(leads) FROM crm_lead_counts
WHERE assigned_seller <> '' AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = crm_lead_counts.assigned_seller)
GROUP BY status
ON CONFLICT (assigned_seller, status) DO UPDATE SET leads = crm_lead_counts.leads + excluded.leads;
DELETE FROM crm_lead_counts
WHERE assigned_seller <> '' AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = crm_lead_counts.assigned_seller);
UPDATE crm_leads SET assigned_seller = NULL, version = version + 1
WHERE assigned_seller IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = crm_leads.assigned_seller);
UPDATE calls SET lead_seller = NULL
WHERE lead_seller IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = calls.lead_seller);
UPDATE cdr SET lead_seller = NULL
WHERE lead_seller IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = cdr.lead_seller);
UPDATE recordings SET lead_seller = NULL
WHERE lead_seller IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = recordings.lead_seller);
