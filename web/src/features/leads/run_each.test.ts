import { expect, test } from 'vitest';
import { ApiError } from '@/api/errors';
import { runEach, type Progress } from './run_each';

test('each is done once, what fails is named, and how far it is can be seen', async () => {
  const told: number[] = [];
  let running = 0, most = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running -= 1;
    if (item % 3 === 0) throw new ApiError(409, 'CONFLICT', `no ${item}`, {}, '', undefined, item === 3 ? 'leads' : '');
  };
  const end = await runEach([1, 2, 3, 4, 5, 6, 7], String, work, (progress) => told.push(progress.done), new AbortController().signal);
  expect(end).toEqual({ done: 7, of: 7, failed: [{ name: '3', why: expect.stringContaining('changed this lead') as unknown as string }, { name: '6', why: expect.stringContaining('Someone else') as unknown as string }] } satisfies Progress);
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBeLessThanOrEqual(4);
});

test('stopped, it begins no further one', async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  await runEach(Array.from({ length: 50 }, (_, index) => index), String, async (item) => { begun.push(item); if (begun.length === 5) stop.abort(); }, () => undefined, stop.signal);
  expect(begun.length).toBeLessThan(10);
});
