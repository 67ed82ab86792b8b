import { beforeAll, expect, test, vi } from 'vitest';
import { startLanguages } from '@/i18n';
import { commands } from './commands';

beforeAll(() => startLanguages('en'));

const ask = (text: string, permissions: string[], navigate = vi.fn()) => commands({ text, may: (one) => permissions.includes(one), navigate: navigate as never, signal: new AbortController().signal });

test('a call is gone to by its id, by who may see calls', async () => {
  const navigate = vi.fn();
  const found = await ask(' C_28642 ', ['calls.read'], navigate);
  expect(found.map(({ title }) => title)).toEqual(['c_28642']);
  found[0]!.run();
  expect(navigate).toHaveBeenCalledWith('/calls/c_28642');
  expect(await ask('c_28642', [])).toEqual([]);
});
