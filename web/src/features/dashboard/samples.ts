// What is seen now, noted every few seconds while somebody looks at the dashboard, so that there is a course to look at. It
// lives with the page: history beyond that is the reports'. While nobody looked there is a gap.
import { useEffect } from 'react';
import { makeStore, useStore } from '@/design/store';

const EVERY_MS = 5000;
const MOST = 720; // an hour

export interface Sample {
  at: number; // seconds since 1970
  cpu: number | null;
  memory: number | null;
}

const samples = makeStore<Sample[]>([]);

/// `look` must be stable and answers what is known now.
export function useSamples(look: () => Omit<Sample, 'at'>): Sample[] {
  useEffect(() => {
    const note = () => samples.set((before) => {
      const at = Math.floor(Date.now() / 1000);
      const last = before.at(-1);
      const gap: Sample[] = last && at - last.at > (3 * EVERY_MS) / 1000 ? [{ at: last.at + 1, cpu: null, memory: null }] : [];
      return [...before, ...gap, { at, ...look() }].slice(-MOST);
    });
    note();
    const timer = setInterval(note, EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  return useStore(samples);
}
