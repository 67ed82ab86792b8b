import { expect, test } from 'vitest';
import { gradeOfLoss, gradeOfMos, stepsOf, type Leg } from './steps';

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
const leg = (fields: Partial<Leg>): Leg => ({ role: 'line', uri: '', sip_call_id: '', invited_at: null, ringing_at: null, answered_at: null, ended_at: null, sip_status: 200, q850: 16, quality: {} as Leg['quality'], ...fields });

test('steps of both legs in the order in which they happened, and how long each took', () => {
  const steps = stepsOf([leg({ invited_at: at(0), answered_at: at(1), ended_at: at(9) }), leg({ role: 'number', invited_at: at(1), ringing_at: at(3), answered_at: at(5), ended_at: at(9) })]);
  expect(steps.map(({ leg: { role }, what, after }) => [role, what, after])).toEqual([
    ['line', 'invited', null], ['line', 'answered', 1], ['number', 'invited', 0], ['number', 'rang', 2], ['number', 'answered', 2], ['line', 'over', 4], ['number', 'over', 0],
  ]);
});

test('grades', () => {
  expect([4.4, 3.8, 2].map(gradeOfMos)).toEqual(['good', 'fair', 'poor']);
  expect([0, 2, 8].map(gradeOfLoss)).toEqual(['good', 'fair', 'poor']);
});
