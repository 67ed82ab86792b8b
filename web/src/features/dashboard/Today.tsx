import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { formatDuration, formatNumber } from '@/design/format';
import { Figure, Section } from '@/design/Parts';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

type Numbers = Schema<'Dashboard'>;

/// Whose calls these are. Who cannot call has only those that others made to their leads.
export const titleOf = (scope: Numbers['scope'], mayCall: boolean) => (scope === 'all' ? 'today' : scope === 'team' ? 'todayTeam' : mayCall ? 'todayOwn' : 'todayLeads');

/// What the day has come to so far: of everybody, of the team, or of one's own calls and leads.
export function Today({ numbers }: { numbers: Numbers }) {
  const t = useDashboardText();
  const mayCall = useMay('calls.create');
  const { today } = numbers;
  const length = (seconds: number | null) => (seconds === null ? '—' : formatDuration(seconds));
  const missed = [today.busy && t('busy', { count: today.busy }), today.no_answer && t('noAnswer', { count: today.no_answer }), today.failed && t('failedCalls', { count: today.failed }), today.cancelled && t('cancelledCalls', { count: today.cancelled }), today.not_placed && t('notPlacedCalls', { count: today.not_placed })].filter(Boolean);
  return (
    <Section title={t(titleOf(numbers.scope, mayCall))} action={<Link className="small" to={`/calls?history&date=${today.day}`}>{t('allCalls')}</Link>}>
      <div className={styles.figures}>
        <Figure name={t('attempts')} value={formatNumber(today.attempts)} note={missed.join(' · ') || undefined} />
        <Figure name={t('answered')} value={formatNumber(today.answered)} note={today.asr_pct !== null && t('ofAll', { share: `${formatNumber(today.asr_pct, 1)} %` })} />
        <Figure name={t('averageTalk')} value={length(today.avg_talk_s)} note={today.talk_s > 0 && t('talkTogether', { time: formatDuration(today.talk_s) })} />
        <Figure name={t('averageRing')} value={length(today.avg_ring_s)} />
      </div>
      {numbers.scope !== 'all' && <p className={styles.whose}>{t(numbers.scope === 'team' ? 'todayTeamAbout' : mayCall ? 'todayOwnAbout' : 'todayLeadsAbout')}</p>}
    </Section>
  );
}
