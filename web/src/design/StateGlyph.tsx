import type { SlotState } from '@/api/types';
import { useCommonText } from '@/i18n/text';
import styles from './StateGlyph.module.css';

type Tone = 'quiet' | 'ready' | 'calling' | 'active' | 'warning' | 'fault' | 'post';

/// One shape a state, the same everywhere; the shape alone tells them apart.
const SHAPES: Record<SlotState, { tone: Tone; shape: React.ReactNode }> = {
  IDLE: { tone: 'quiet', shape: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /> },
  ASSIGNED: { tone: 'quiet', shape: <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M6 6V1.75A4.25 4.25 0 0 1 10.25 6Z" fill="currentColor" /></> },
  REGISTERING: { tone: 'warning', shape: <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M6 1.75a4.25 4.25 0 0 1 0 8.5Z" fill="currentColor" /></> },
  READY: { tone: 'ready', shape: <circle cx="6" cy="6" r="5" fill="currentColor" /> },
  CALLING: { tone: 'calling', shape: <path d="M2.5 1.2v9.6L11 6Z" fill="currentColor" /> },
  ACTIVE_CALL: { tone: 'active', shape: <><circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" /><circle cx="6" cy="6" r="2.75" fill="currentColor" /></> },
  POSTCALL: { tone: 'post', shape: <rect x="2" y="2" width="8" height="8" rx="1" fill="currentColor" /> },
  FAULT: { tone: 'fault', shape: <path d="M2.2 2.2l7.6 7.6M9.8 2.2L2.2 9.8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" /> },
  DEGRADED: { tone: 'warning', shape: <path d="M6 1.2L11.2 10.6H.8Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" /> },
};

export const SLOT_STATES = Object.keys(SHAPES) as SlotState[];
export const toneOfSlot = (state: SlotState): Tone => SHAPES[state].tone;

export function SlotGlyph({ state }: { state: SlotState }) {
  const { tone, shape } = SHAPES[state];
  return <svg viewBox="0 0 12 12" width="12" height="12" className={`${styles.glyph} ${styles[tone]}`} aria-hidden>{shape}</svg>;
}

/// Shape, word and colour.
export function StateGlyph({ state }: { state: SlotState }) {
  const t = useCommonText();
  const { tone } = SHAPES[state];
  return <span className={`${styles.state} ${styles[tone]}`}><SlotGlyph state={state} /><span>{t(`slot.${state}`)}</span></span>;
}

/// The word alone, where the glyph stands apart.
export function StateWord({ state }: { state: SlotState }) {
  const t = useCommonText();
  return <span className={styles[SHAPES[state].tone]}>{t(`slot.${state}`)}</span>;
}
