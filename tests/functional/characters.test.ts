// Limits count characters, of whatever alphabet: what fits in Latin letters fits in Cyrillic ones, which take two bytes each.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError, expectStatus, type Answer, type Client } from './support/client.ts';
import { useVss } from './support/vss.ts';

const vss = useVss();
let admin: Client;
let lead: any;
let made = 0;
const phone = () => `+7999${String(2000000 + ++made)}`;
const letters = (count: number) => 'я'.repeat(count);

beforeAll(async () => {
  admin = await vss.as('admin');
  lead = expectStatus(await admin.post('/api/crm/leads', { client_name: 'Имя', phone: phone() }), 201);
});

const LIMITS: [what: string, field: string, most: number, send: (text: string) => Promise<Answer>][] = [
  ['a trunk’s name', 'name', 100, (name) => admin.post('/api/trunks', { name, type: 'auto', capacity: 1 })],
  ['a trunk’s description', 'description', 1000, (description) => admin.post('/api/trunks', { name: `описание ${description.length}`, type: 'auto', capacity: 1, description })],
  ['a role’s description', 'description', 1000, (description) => admin.post('/api/roles', { name: `role-${description.length}`, description, permissions: {} })],
  ['a lead’s name', 'client_name', 200, (client_name) => admin.post('/api/crm/leads', { client_name, phone: phone() })],
  ['a lead’s source', 'source', 64, (source) => admin.post('/api/crm/leads', { client_name: 'Имя', phone: phone(), source })],
  ['a lead’s own field', 'fields', 1000, (value) => admin.post('/api/crm/leads', { client_name: 'Имя', phone: phone(), fields: { заметка: value } })],
  ['a client’s name', 'name', 200, (name) => admin.post('/api/crm/clients', { name })],
  ['a note', 'text', 10_000, (text) => admin.post('/api/crm/note', { lead_id: lead.id, text })],
  ['a search', 'q', 100, (text) => admin.get(`/api/crm/search?q=${encodeURIComponent(text)}`)],
  ['a message of the log', 'message', 4096, (message) => admin.post('/api/dci/log-event', { module: 'TEST', severity: 'info', message })],
];

describe('limits count characters', () => {
  it.each(LIMITS)('%s', async (_, field, most, send) => {
    expect((await send(letters(most))).status).toBeLessThan(300);
    expectError(await send(letters(most + 1)), 400, 'INVALID_PARAMS', field);
  });

  it('57 letters are a name, 101 are told that they are too many', async () => {
    expectStatus(await admin.post('/api/trunks', { name: letters(57), type: 'auto', capacity: 1 }), 201);
    const { body } = await admin.post('/api/trunks', { name: letters(101), type: 'auto', capacity: 1 });
    expect(body.details.name).toBe('wants a text of 1 to 100 characters');
  });
});
