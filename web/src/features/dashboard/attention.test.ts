import { expect, test } from 'vitest';
import type { Schema } from '@/api/types';
import { findTroubles } from './attention';
import en from './en';
import ru from './ru';

type Problem = Schema<'Problem'>;
// Texts as they stand, with their values filled in.
const t = ((name: keyof typeof en, values: Record<string, unknown> = {}) => en[name].replace(/{{(\w+)}}/g, (_, one: string) => String(values[one]))) as never;
const words = { t, reason: (text: string) => text };
const problem = (code: string, fields: object = {}): Problem => ({ code, severity: 'warning', text: `text of ${code}`, link: null, details: {}, ...fields }) as Problem;
const titles = (...problems: Problem[]) => findTroubles({ health: [], problems }, words).map(({ title }) => title);

test('what the server finds is said in words, worst first, with the way to it', () => {
  expect(findTroubles({ health: [{ service: 'dci', status: 'down', version: null, uptime: null, bad: [] }], problems: [
    problem('waiting_for_phone', { link: '/slots?state=REGISTERING', details: { count: 3 } }),
    problem('slot_fault', { severity: 'fault', link: '/slots/7', details: { slot_id: 7, number: 7001, reason: 'usb lost' } }),
  ] }, words)).toMatchObject([
    { tone: 'fault', title: 'DCI: down' },
    { tone: 'fault', title: 'Slot 7001: fault', why: 'usb lost', to: '/slots/7' },
    { tone: 'warning', title: 'Phones not registered: 3', to: '/slots?state=REGISTERING' },
  ]);
});

test('every code that the contract names has words of its own, in both languages', () => {
  const codes = ['database_down', 'database_slow', 'outbox_lag', 'pbx_down', 'disk_low', 'slot_fault', 'slot_degraded', 'no_slot_ready', 'waiting_for_phone', 'trunk_full', 'calls_cut', 'record_basis_missing'];
  const said = titles(...codes.map((code) => problem(code)));
  expect(said).toHaveLength(codes.length);
  for (const title of said) expect(title).not.toMatch(/^text of|undefined/);
  expect(titles(problem('from_tomorrow'))).toEqual(['text of from_tomorrow']);
  expect(Object.keys(ru)).toEqual(expect.arrayContaining(Object.keys(en).filter((name) => !/_(one|other)$/.test(name))));
});

test('a role that is told of no problems hears of services only', () => {
  expect(findTroubles({ health: [], problems: null }, words)).toEqual([]);
});

test('a provider without a basis for recording needs attention, once, and the setting is named', () => {
  const policy = { basis: 'undecided', test_exchange: false, may_record: false, by_default: false } as const;
  const found = findTroubles({ health: [], problems: [], policy }, words);
  expect(found).toMatchObject([{ tone: 'warning', title: 'Calls are not recorded' }]);
  expect(found[0]!.why).toContain('VSS_RECORD_BASIS');
  expect(findTroubles({ health: [], problems: [problem('record_basis_missing')], policy }, words)).toHaveLength(1);
  expect(findTroubles({ health: [], problems: [], policy: { ...policy, test_exchange: true } }, words)).toEqual([]);
  expect(findTroubles({ health: [], problems: [], policy: { ...policy, basis: 'consent' } }, words)).toEqual([]);
});
