import { expect, test } from 'vitest';
import { gradeOfLoss, gradeOfMos, stepsOf, type Leg } from './steps';

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
const leg = (fields: Partial<Leg>): Leg => ({ role: 'line', uri: '', redirects: [], sip_call_id: '', invited_at: null, ringing_at: null, answered_at: null, ended_at: null, sip_status: 200, q850: 16, quality: {} as Leg['quality'], ...fields });

test('steps of both legs in the order in which they happened, and how long each took', () => {
  const steps = stepsOf([leg({ invited_at: at(0), answered_at: at(1), ended_at: at(9) }), leg({ role: 'number', invited_at: at(1), ringing_at: at(3), answered_at: at(5), ended_at: at(9) })]);
  expect(steps.map(({ leg: { role }, what, after }) => [role, what, after])).toEqual([
    ['line', 'invited', null], ['line', 'answered', 1], ['number', 'invited', 0], ['number', 'rang', 2], ['number', 'answered', 2], ['line', 'over', 4], ['number', 'over', 0],
  ]);
});

test('a redirect stands where it came, before the end that it brought', () => {
  const refused = { at: at(2), sip_status: 302, uri: 'sip:+79990000001@127.0.0.1', followed: false, reason: 'other_number' } as const;
  const steps = stepsOf([leg({ role: 'number', invited_at: at(1), ended_at: at(2), sip_status: 302, redirects: [refused] })]);
  expect(steps.map(({ what, redirect }) => [what, redirect?.uri])).toEqual([['invited', undefined], ['redirected', refused.uri], ['over', undefined]]);
});

test('grades', () => {
  expect([4.4, 3.8, 2].map(gradeOfMos)).toEqual(['good', 'fair', 'poor']);
  expect([0, 2, 8].map(gradeOfLoss)).toEqual(['good', 'fair', 'poor']);
});
