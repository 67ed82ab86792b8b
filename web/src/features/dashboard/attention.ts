// What is not as it should be, worst first. The server finds it (GET /api/dashboard); here it is said in the reader's language.
// Only whether a service answers at all is seen from this side.
import type { Schema } from '@/api/types';
import type { Translate } from '@/i18n';
import { formatBytes } from '@/design/format';
import type en from './en';
import type { ServiceHealth } from './queries';

export interface Trouble {
  id: string;
  tone: 'fault' | 'warning';
  title: string;
  why?: string;
  to?: string;
}

type Problem = Schema<'Problem'>;
interface Seen {
  health: ServiceHealth[] | undefined;
  problems: readonly Problem[] | null | undefined; // null: not for this role
  policy?: Schema<'RecordingPolicy'> | undefined; // for who may change settings
}
interface Words {
  t: Translate<typeof en>;
  reason: (text: string) => string;
}

const textOf = (details: Problem['details'], name: string) => String((details as Record<string, unknown>)[name] ?? '');
const numberOf = (details: Problem['details'], name: string) => Number((details as Record<string, unknown>)[name] ?? 0);

const isStatus = (text: string): text is ServiceHealth['status'] => text === 'ok' || text === 'degraded' || text === 'down';
const checkInWords = (check: string, t: Words['t']): string => (check === 'database' || check === 'bus' ? t(`check.${check}`) : check);

function said({ code, severity, text, details }: Problem, { t, reason }: Words): Pick<Trouble, 'title' | 'why'> {
  switch (code) {
    case 'slot_fault':
    case 'slot_degraded': {
      const [one, more] = code === 'slot_fault' ? (['slotFault', 'slotFaultMore'] as const) : (['slotDegraded', 'slotDegradedMore'] as const);
      return 'count' in details ? { title: t(more, { amount: numberOf(details, 'count') }) } : { title: t(one, { number: textOf(details, 'number') }), why: reason(textOf(details, 'reason')) };
    }
    case 'no_slot_ready': return { title: t('noneReady'), why: t('noneReadyWhy') };
    case 'waiting_for_phone': return { title: t('waiting', { amount: numberOf(details, 'count') }), why: t('waitingWhy') };
    case 'trunk_full': return { title: t('trunkBusy', { name: textOf(details, 'name') }), why: t('trunkBusyWhy', { busy: numberOf(details, 'busy') }) };
    case 'disk_low': return { title: t(severity === 'fault' ? 'diskFull' : 'diskLow'), why: t('diskWhy', { free: formatBytes(numberOf(details, 'free_bytes')) }) };
    case 'record_basis_missing': return { title: t('recordBasis'), why: t('recordBasisWhy') };
    case 'calls_cut': return { title: t('callsCut', { amount: numberOf(details, 'count') }), why: t('callsCutWhy') };
    case 'pbx_down': return { title: t('pbxDown'), why: t('noneReadyWhy') };
    case 'database_down': return { title: t('databaseDown'), why: t('databaseDownWhy') };
    case 'database_slow': return { title: t('databaseSlow'), why: t('databaseSlowWhy', { ms: numberOf(details, 'read_ms') }) };
    case 'outbox_lag': return { title: t('eventsLate', { seconds: numberOf(details, 'lag_s') }) };
    default: return { title: text }; // one that a newer server knows
  }
}

export function findTroubles({ health, problems, policy }: Seen, words: Words): Trouble[] {
  const { t } = words;
  const found: Trouble[] = [];
  for (const { service, status, bad } of health ?? []) {
    if (status === 'ok') continue;
    found.push({ id: `service ${service}`, tone: status === 'down' ? 'fault' : 'warning', title: t('serviceBad', { service: service.toUpperCase(), status: t(`status.${status}`) }), why: bad.map((one) => t('checkBad', { check: checkInWords(one.check, t), status: isStatus(one.status) ? t(`status.${one.status}`) : one.status })).join(', ') });
  }
  for (const problem of problems ?? []) found.push({ id: `${problem.code} ${problem.link} ${problem.text}`, tone: problem.severity, ...said(problem, words), ...(problem.link && { to: problem.link }) });
  // Calls that nobody asked to record hide it from the server until somebody does.
  const undecided = policy?.basis === 'undecided' && !policy.test_exchange;
  if (undecided && !problems?.some(({ code }) => code === 'record_basis_missing')) found.push({ id: 'record basis', tone: 'warning', title: t('recordBasis'), why: t('recordBasisWhy') });
  return found.sort((a, b) => Number(a.tone === 'warning') - Number(b.tone === 'warning'));
}
