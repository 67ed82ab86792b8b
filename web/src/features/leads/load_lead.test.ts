import { expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import { loadLead } from './load_lead';

test('what a list asks for within a moment is one request; what may not be seen is null', async () => {
  vi.useFakeTimers();
  const list = vi.spyOn(api, 'list').mockResolvedValue({ items: [{ id: 'a', client_name: 'Anna' }], total: 1, next: null } as never);
  const all = Promise.all([loadLead('a'), loadLead('b'), loadLead('a')]);
  await vi.advanceTimersByTimeAsync(20);
  expect((await all).map((lead) => lead?.client_name ?? null)).toEqual(['Anna', null, 'Anna']);
  expect(list).toHaveBeenCalledTimes(1);
  expect(list.mock.calls[0]![1]).toMatchObject({ query: { ids: 'a,b' } });
});

test('more than the server answers at once are more requests', async () => {
  vi.useFakeTimers();
  const list = vi.spyOn(api, 'list').mockResolvedValue({ items: [], total: 0, next: null } as never);
  list.mockClear();
  const all = Promise.all(Array.from({ length: 150 }, (_, index) => loadLead(String(index))));
  await vi.advanceTimersByTimeAsync(20);
  await all;
  expect(list).toHaveBeenCalledTimes(2);
});
