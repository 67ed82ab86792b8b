import type { Schema } from '@/api/types';

export type Leg = Schema<'Leg'>;
export type Redirect = Schema<'Redirect'>;
export interface Step {
  id: string;
  leg: Leg;
  what: 'invited' | 'redirected' | 'rang' | 'answered' | 'over';
  redirect?: Redirect; // of what was redirected
  at: string;
  /// Seconds since the step before; null for the first.
  after: number | null;
}

/// Every step of every leg in the order in which it happened.
export function stepsOf(legs: readonly Leg[]): Step[] {
  const steps = legs.flatMap((leg, index) => [
    ...([['invited', leg.invited_at], ['rang', leg.ringing_at], ['answered', leg.answered_at]] as const).flatMap(([what, at]) => (at ? [{ id: `${index} ${what}`, leg, what, at }] : [])),
    ...leg.redirects.map((redirect, n) => ({ id: `${index} redirected ${n}`, leg, what: 'redirected' as const, at: redirect.at, redirect })),
    ...(leg.ended_at ? [{ id: `${index} over`, leg, what: 'over' as const, at: leg.ended_at }] : []),
  ]);
  steps.sort((a, b) => a.at.localeCompare(b.at));
  return steps.map((step, index) => ({ ...step, after: index === 0 ? null : (Date.parse(step.at) - Date.parse(steps[index - 1]!.at)) / 1000 }));
}

export type Grade = 'good' | 'fair' | 'poor';

/// How people find a MOS (ITU-T G.107 Annex B: 4.03 satisfied, 3.60 some are not, below many).
export const gradeOfMos = (mos: number): Grade => (mos >= 4.03 ? 'good' : mos >= 3.6 ? 'fair' : 'poor');
/// ITU-T G.1010: conversational voice stands 3 % of loss; 1 % is hardly heard.
export const gradeOfLoss = (percent: number): Grade => (percent < 1 ? 'good' : percent < 3 ? 'fair' : 'poor');
export const gradeOfJitter = (ms: number): Grade => (ms < 30 ? 'good' : ms < 60 ? 'fair' : 'poor');
