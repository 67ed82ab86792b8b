// What each event does to the query cache. Keys are those of the features' queries.ts:
//   [resource, 'all']   the whole list that is kept current, {items, total}
//   [resource, id]      one of it
import { queries } from '@/app/query_client';
import type { Call, Schema, Slot, Trunk } from '@/api/types';
import { noteServerTime } from '@/design/clock';
import { noteAges } from './ages';
import { dropLead, leadsAgain, mergeLead, putLead } from './lead_pages';
import { LiveList } from './live_list';
import { newestAgain, putInPages } from './pages';

/// What the server adds to an object in an event (docs/reference/realtime.md).
interface Envelope {
  event: string;
  event_id: string;
  ts: string;
  f_flow: string | null;
  change?: string;
}

const slots = new LiveList<Slot>(['slots', 'all'], (slot) => slot.id, (id) => ['slots', id]);
const trunks = new LiveList<Trunk>(['trunks', 'all'], (trunk) => trunk.id, (id) => ['trunks', id]);
const calls = new LiveList<Call>(['calls', 'active'], (call) => call.call_id);

function bare<Item>(payload: Item & Envelope): Item {
  const { event: _event, event_id: _id, ts, f_flow: _flow, change: _change, ...item } = payload;
  noteServerTime(ts);
  noteAges([item], Date.parse(ts));
  return item as Item;
}

function soon(key: readonly unknown[]): void {
  // Answers at most twice a second, however many events ask for it.
  const name = JSON.stringify(key);
  if (asked.has(name)) return;
  asked.add(name);
  setTimeout(() => {
    asked.delete(name);
    void queries.invalidateQueries({ queryKey: key });
  }, 500);
}
const asked = new Set<string>();

/// There is nothing of it any more for who looks: it goes from lists and open pages, and with it its calls and notes.
function forgetLead(id: string): void {
  dropLead(id);
  void queries.resetQueries({ queryKey: ['leads', id] });
  for (const key of [['leads', 'of'], ['notes'], ['calls'], ['cdr'], ['recordings'], ['clients'], ['dashboard']]) soon(key);
}

export const updates: Record<string, (payload: never) => void> = {
  'slot.update': (payload: Slot & Envelope) => {
    if (payload.change === 'deleted') slots.remove(payload.id);
    else slots.put(bare(payload));
    soon(['slots', payload.id, 'history']);
  },
  'trunk.update': (payload: Trunk & Envelope) => {
    if (payload.change === 'deleted') trunks.remove(payload.id);
    else trunks.put(bare(payload));
  },
  'call.update': (payload: Call & Envelope) => {
    const call = bare(payload);
    if (call.state === 'ended' || call.state === 'failed') {
      calls.remove(call.call_id);
      if (call.lead_id) soon(['leads', call.lead_id]); // when it was called last, and its timeline
    } else calls.put(call);
    queries.setQueryData<Call>(['calls', call.call_id], call);
    putInPages(['calls', 'history'], (one: Call) => one.call_id, call);
    newestAgain(['calls', 'history']);
    if (call.phone_number === null) for (const resource of ['cdr', 'notes', 'recordings']) soon([resource]); // the person was erased
  },
  'cdr.update': () => soon(['cdr']),
  'recording.update': () => soon(['recordings']),
  'lead.update': (payload: Schema<'Lead'> & Envelope & { action: string; previous_seller?: string | null; previous_team?: string | null; merged_into?: string }) => {
    const { action, previous_seller: _before, previous_team: _team, merged_into, ...rest } = payload;
    if (merged_into) mergeLead(rest.id, merged_into);
    else if (action === 'deleted') forgetLead(rest.id);
    else putLead(bare(rest as Schema<'Lead'> & Envelope));
  },
  'lead.gone': ({ id }: { id: string }) => forgetLead(id),
  'team.update': () => { for (const resource of ['leads', 'teams', 'users']) soon([resource]); }, // who sees which leads
  'lead.import': leadsAgain, // no event for each row
  'client.update': () => soon(['clients']),
  'note.update': ({ lead_id }: { lead_id: string | null }) => {
    soon(['notes']);
    if (lead_id) soon(['leads', lead_id, 'timeline']);
  },
  'campaign.status': () => soon(['campaigns']),
};

export const snapshots: Record<string, (items: never[], part: number, parts: number) => void> = {
  slots: (items, part, parts) => {
    noteAges(items);
    slots.part(items, part, parts);
  },
  trunks: (items, part, parts) => trunks.part(items, part, parts),
  calls: (items, part, parts) => calls.part(items, part, parts),
};
