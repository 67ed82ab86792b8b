import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { FirstCall } from './FirstCall';
import { OperatorPhone } from './OperatorPhone';
import { usePbx } from './queries';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

/// A telephone is registered: somebody can talk themselves.
export const someoneCanTalk = (slots: Slot[]): boolean => slots.some((slot) => slot.type !== 'auto' && slot.registration.registered);

/// From an empty system to a call. Each step is done when the thing is there, whoever made it.
export function Guide({ trunks, slots, called, onClose }: { trunks: number; slots: Slot[]; called: boolean; onClose: () => void }) {
  const t = useDashboardText();
  const test = usePbx().data?.test_exchange ?? false;
  const done = [trunks > 0, slots.length > 0, called, someoneCanTalk(slots)];
  const next = done.indexOf(false);
  const made = next === -1 || next > 1; // from then on the call and the phone are open side by side, and nothing closes by itself
  return (
    <section className={styles.guide} aria-labelledby="guide">
      <div><h2 id="guide" className={styles.guideTitle}>{t('guide')}</h2><p className="quiet small">{test ? t('guideAbout') : t('guideRealNetwork')}</p></div>
      <ol className={styles.steps}>
        <Step number={1} title={t('step1')} text={t('step1Text')} done={done[0]!} now={next === 0}><Link to="/trunks?new" className={styles.go}>{t('step1')}</Link></Step>
        <Step number={2} title={t('step2')} text={t('step2Text')} done={done[1]!} now={next === 1}><Link to="/slots?new" className={styles.go}>{t('step2')}</Link></Step>
        <Step number={3} title={t('step3')} text={test ? t('step3Text') : t('step3TextReal')} done={done[2]!} now={made}><FirstCall ready={slots.some((slot) => slot.state === 'READY')} test={test} /></Step>
        <Step number={4} title={t('step4')} text={t('step4Text')} done={done[3]!} now={made}><OperatorPhone slots={slots} /></Step>
      </ol>
      <div className="row"><Button kind={next === -1 ? 'primary' : 'quiet'} onClick={onClose}>{t(next === -1 ? 'guideDone' : 'guideHide')}</Button></div>
    </section>
  );
}

function Step({ number, title, text, done, now, children }: { number: number; title: string; text: string; done: boolean; now: boolean; children: ReactNode }) {
  const t = useDashboardText();
  return (
    <li className={`${styles.step} ${now ? styles.now : ''}`} aria-current={now ? 'step' : undefined}>
      <span className={styles.stepMark} aria-hidden>{done ? <Check size={14} /> : number}</span>
      <div className="grow"><h3>{title}{done && <span className="sr-only"> ({t('done')})</span>}</h3><p className="quiet small">{text}</p>{now && <div className={styles.stepAction}>{children}</div>}</div>
    </li>
  );
}
