import { Link } from 'react-router-dom';
import type { Slot } from '@/api/types';
import { Section, Skeleton } from '@/design/Parts';
import { SLOT_STATES, StateGlyph, toneOfSlot } from '@/design/StateGlyph';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

/// Every line by its state: one bar, and the numbers that lead to them.
export function Lines({ slots }: { slots: Slot[] | undefined }) {
  const t = useDashboardText();
  const states = SLOT_STATES.map((state) => ({ state, count: slots?.filter((slot) => slot.state === state).length ?? 0 })).filter(({ count }) => count > 0);
  const total = slots?.length ?? 0;
  const ready = states.find(({ state }) => state === 'READY')?.count ?? 0;
  return (
    <Section title={t('slots')} action={<Link to="/slots" className="small">{t('allSlots')}</Link>}>
      {!slots ? <Skeleton height={80} /> : total === 0 ? <p className="quiet small">{t('slotsNone')}</p> : (
        <>
          <p className={styles.big}>{t('slotsReady', { ready, total })}</p>
          <div className={styles.bar} aria-hidden>
            {states.map(({ state, count }) => <span key={state} className={styles[`bar-${toneOfSlot(state)}`]} style={{ flexGrow: count }} />)}
          </div>
          <ul className={styles.states} aria-label={t('byState')}>
            {states.map(({ state, count }) => <li key={state}><Link to={`/slots?state=${state}`}><StateGlyph state={state} /><span className="num">{count}</span></Link></li>)}
          </ul>
        </>
      )}
    </Section>
  );
}
