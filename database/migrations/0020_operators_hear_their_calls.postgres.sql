-- Operators hear the recordings of their own calls (their role's scope of recordings is own).
UPDATE roles SET permissions = jsonb_set(permissions::jsonb, '{recordings}', '["read"]'::jsonb)::text
WHERE id = '00000000-0000-4000-8000-000000000002' AND permissions::jsonb -> 'recordings' IS NULL;
