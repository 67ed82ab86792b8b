-- Operators hear the recordings of their own calls (their role's scope of recordings is own).
UPDATE roles SET permissions = json_set(permissions, '$.recordings', json('["read"]'))
WHERE id = '00000000-0000-4000-8000-000000000002' AND json_extract(permissions, '$.recordings') IS NULL;
