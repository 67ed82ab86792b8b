import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { drafts } from './drafts';
import { changedOnly, useDraft } from './use_draft';

const mount = (saved = { name: 'North', lines: 10, numbers: ['+7'] as string[] }) => renderHook((now) => useDraft('trunk:1', now), { initialProps: saved });
Object.assign(drafts, { user: 'u1' }); // somebody is signed in

test('holds only what differs from what is saved, so that it puts back nothing that others changed', () => {
  const { result, rerender } = mount();
  act(() => result.current.set({ name: 'South' }));
  expect(result.current.values).toEqual({ name: 'South', lines: 10, numbers: ['+7'] });
  expect(drafts.all.get()['trunk:1']!.fields).toEqual({ name: 'South', 'was.name': 'North' });
  expect(result.current.changed).toEqual(['name']);
  rerender({ name: 'North', lines: 20, numbers: ['+7'] });
  expect(result.current.values).toEqual({ name: 'South', lines: 20, numbers: ['+7'] });
  act(() => result.current.set({ name: 'North' }));
  expect(result.current.state).toBe('none');
});

test('is there when the form opens again, says so, and keeps numbers and lists as they are', () => {
  const first = mount();
  act(() => first.result.current.set({ lines: 30, numbers: ['+7', '+49'] }));
  expect(first.result.current.since).toBeNull(); // typed here and now
  first.unmount();
  const { result } = mount();
  expect(result.current.values).toEqual({ name: 'North', lines: 30, numbers: ['+7', '+49'] });
  expect(result.current.since).not.toBeNull();
  act(() => result.current.drop());
  expect(result.current.values.lines).toBe(10);
  expect(result.current.since).toBeNull();
});

test('names the fields that somebody else changed meanwhile, until the person has chosen', () => {
  const { result, rerender } = mount();
  act(() => result.current.set({ name: 'South', lines: 30 }));
  expect(result.current.overtaken).toEqual([]);
  rerender({ name: 'East', lines: 10, numbers: ['+49'] });
  expect(result.current.overtaken).toEqual(['name']);
  act(() => result.current.set({ name: 'Southern' })); // typing on decides nothing
  expect(result.current.overtaken).toEqual(['name']);
  act(() => expect(result.current.settled()).toBe(false));
  expect(result.current.asked).toBe(1);
  act(() => result.current.keep('name'));
  expect(result.current.settled()).toBe(true);
  expect([result.current.overtaken, result.current.values.name]).toEqual([[], 'Southern']);
  rerender({ name: 'West', lines: 20, numbers: ['+49'] });
  expect(result.current.overtaken).toEqual(['name', 'lines']);
  act(() => result.current.set({ name: 'West' }));
  expect([result.current.overtaken, result.current.changed]).toEqual([['lines'], ['lines']]);
  expect(result.current.overtakenBy({ name: 'West', lines: 30, numbers: [] })).toEqual([]); // saved by both alike
  act(() => result.current.drop());
});

test('an empty field that somebody else filled meanwhile is overtaken, too', () => {
  const { result, rerender } = mount({ name: '', lines: 10, numbers: [] });
  act(() => result.current.set({ name: 'South' }));
  rerender({ name: 'East', lines: 10, numbers: [] });
  expect(result.current.overtaken).toEqual(['name']);
  act(() => result.current.drop());
});

test('sends only what was typed into', () => {
  const { result } = mount();
  act(() => result.current.set({ lines: 40 }));
  expect(changedOnly(result.current, { name: 'North', lines: 40, numbers: [] })).toEqual({ lines: 40 });
  act(() => result.current.drop());
});
