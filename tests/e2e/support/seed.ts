// Rows by the ten thousand, written into a stopped server's database: through the API they would take minutes.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Vss } from '../../functional/support/vss.ts';

const PROGRAM = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.executescript(sys.stdin.read()); db.close()';

export const MANY = 20_000;
export const SOME = 300;
export const DAY = '2026-01-15'; // of the reports
export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/// MANY of everything that a list shows, SOME of each told from the rest by something that the list filters by.
export async function seed(vss: Vss): Promise<void> {
  await vss.halt();
  const now = Date.now();
  const start = now - MANY * 60_000;
  const uuid = (number: string) => `'00000000-0000-4000-8000-' || printf('%012d', ${number})`;
  const sql = `PRAGMA synchronous = OFF;
    CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${MANY}) SELECT i FROM c;
    CREATE TEMP TABLE some AS SELECT i FROM n WHERE i <= ${SOME};
    BEGIN;
    INSERT INTO crm_leads (id, client_name, phone, status, fields, search, created_at, updated_at, version)
      SELECT ${uuid('i')}, 'Lead ' || printf('%05d', i), '+7999' || printf('%07d', i), iif(i <= ${SOME}, 'qualified', 'new'), '{}', 'lead ' || printf('%05d', i), ${start} + i * 60000, ${start} + i * 60000, 1 FROM n;
    INSERT INTO crm_lead_counts (assigned_seller, status, leads) VALUES ('', 'qualified', ${SOME}), ('', 'new', ${MANY - SOME});
    INSERT INTO crm_lead_history (lead_id, kind, happened_at, username, changed_fields) SELECT ${uuid('1')}, 'updated', ${start} + i, 'admin', 'source' FROM n;
    INSERT INTO crm_lead_history (lead_id, kind, happened_at, username, changed_fields) SELECT ${uuid('2')}, 'updated', ${start} + i, 'admin', 'source' FROM some;

    INSERT INTO users (id, username, role, password, active, password_changed_at, created_at, updated_at)
      SELECT ${uuid('i')}, 'user' || printf('%05d', i), 'operator', '!', iif(i > ${MANY - SOME}, 0, 1), ${start}, ${start} + i, ${start} FROM n;

    INSERT INTO trunks (name, type, capacity, caller_ids, created_at, updated_at) SELECT 'Trunk ' || printf('%05d', i), iif(i <= ${SOME}, 'ls', 'mf'), 999, '[]', ${start}, ${start} FROM n;
    INSERT INTO slots (trunk_id, type, number, device_id, state, state_since, state_reason, assignment, created_at, updated_at)
      SELECT (SELECT MIN(id) FROM trunks), 'ls', 8000 + i, 'desk-' || i, 'IDLE', ${start}, '', 'pool', ${start}, ${start} FROM n WHERE i < 1000;
    INSERT INTO slot_history (slot_id, changed_at, from_state, to_state, trigger_name, cause, reason)
      SELECT (SELECT MIN(id) FROM slots), ${start} + i, 'IDLE', 'IDLE', 'release', 'USER', '' FROM n;

    INSERT INTO calls (slot_id, trunk_id, line, line_type, user_id, username, phone_number, caller_id, record, state, started_at, ended_at, seen_at, hangup_cause, sip_status, q850)
      SELECT 1, 1, 8001, 'ls', ${uuid(`iif(i <= ${SOME}, 1, 2)`)}, iif(i <= ${SOME}, 'user00001', 'user00002'), '+7999' || printf('%07d', i), '', 0, 'ended', ${start} + i * 60000, ${start} + i * 60000 + 9000, ${start} + i * 60000, 'normal', 200, 16 FROM n;

    INSERT INTO audit (id, at, username, action, target, address, request_id, success, detail, previous_hash, hash)
      SELECT i - ${MANY + 1}, ${start} + i * 60000, 'admin', iif(i <= ${SOME}, 'some.seed', 'many.seed'), 'row ' || i, '127.0.0.1', 'seed', 1, '{}', '', '' FROM n;
    INSERT INTO event_log (at, module, severity, message, fields, bytes) SELECT ${start} + i * 60000, iif(i <= ${SOME}, 'SOME', 'MANY'), 1, 'line ' || i, '{}', 40 FROM n;
    UPDATE event_log_volume SET lines = lines + ${MANY}, bytes = bytes + ${40 * MANY};

    INSERT INTO call_totals (scope, span, period, key, name, attempts, answered, busy, no_answer, failed, cancelled, rang, ring_ms, talk_ms, line_ms, faults)
      SELECT 'user', 'day', '${DAY}', ${uuid('i')}, 'user' || printf('%05d', i), 1, 1, 0, 0, 0, 0, 1, 1000, 5000, 6000, 0 FROM n
      UNION ALL SELECT 'user', 'day', '2026-01-14', ${uuid('i')}, 'user' || printf('%05d', i), 1, 1, 0, 0, 0, 0, 1, 1000, 5000, 6000, 0 FROM some
      UNION ALL SELECT 'all', 'day', '${DAY}', '', '', ${MANY}, ${MANY}, 0, 0, 0, 0, ${MANY}, 1000, 5000, 6000, 0
      UNION ALL SELECT 'all', 'day', '2026-01-14', '', '', ${SOME}, ${SOME}, 0, 0, 0, 0, ${SOME}, 1000, 5000, 6000, 0;

    INSERT INTO roles (id, name, description, permissions, built_in, created_at, updated_at) SELECT ${uuid('i + 900000')}, 'role' || printf('%03d', i), '', '{"calls":["read"]}', 0, ${start}, ${start} FROM some;
    COMMIT;
    PRAGMA wal_checkpoint(TRUNCATE);`;
  const run = spawnSync('python3', ['-c', PROGRAM, path.join(vss.dataDir, 'vss.db')], { input: sql, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  await vss.start();
}
