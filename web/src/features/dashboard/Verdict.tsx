import { Link } from 'react-router-dom';
import type { Trouble } from './attention';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const Mark = ({ tone }: { tone: 'ready' | 'fault' | 'warning' | 'quiet' }) => (
  <svg viewBox="0 0 12 12" width="12" height="12" className={styles[tone]} aria-hidden>
    {tone === 'ready' ? <circle cx="6" cy="6" r="5" fill="currentColor" />
      : tone === 'fault' ? <path d="M2.2 2.2l7.6 7.6M9.8 2.2L2.2 9.8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      : tone === 'warning' ? <path d="M6 1.2L11.2 10.6H.8Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      : <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />}
  </svg>
);

/// One sentence, then each thing that is wrong with the way to it. null: not known yet.
export function Verdict({ troubles }: { troubles: Trouble[] | null }) {
  const t = useDashboardText();
  const worst = troubles === null ? 'quiet' : troubles[0]?.tone ?? 'ready';
  return (
    <section className={styles.verdict} aria-live="polite">
      <h2 className={styles.sentence}><Mark tone={worst} />{troubles === null ? t('checking') : troubles.length === 0 ? t('fine') : t('notFine', { count: troubles.length })}</h2>
      {troubles !== null && troubles.length > 0 && (
        <ul className={styles.troubles} aria-label={t('attention')}>
          {troubles.map((trouble) => (
            <li key={trouble.id}><Mark tone={trouble.tone} />
              {trouble.to ? <Link to={trouble.to}>{trouble.title}</Link> : <span>{trouble.title}</span>}
              {trouble.why && <span className="quiet">{trouble.why}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
