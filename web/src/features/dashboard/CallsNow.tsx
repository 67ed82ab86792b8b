import type { Call, Slot } from '@/api/types';
import { formatNumber } from '@/design/format';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Section, Skeleton } from '@/design/Parts';
import { SlotGlyph } from '@/design/StateGlyph';
import { useRunningCalls } from '@/features/calls/public';
import { Duration } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const MOST = 8;
const glyphOf = (call: Call) => (call.answered_at ? 'ACTIVE_CALL' : 'CALLING');

/// The calls that are up: with whom, over which line, for how long. They keep their places while they last.
export function CallsNow({ slots }: { slots: Slot[] | undefined }) {
  const t = useDashboardText();
  const common = useCommonText();
  const { data } = useRunningCalls();
  const numberOf = (call: Call) => slots?.find((slot) => slot.id === call.slot_id)?.number ?? call.number;
  const calls = data?.items ?? [];
  return (
    <Section title={<>{t('calls')} {data && <span className="num quiet">{formatNumber(data.items.length)}</span>}</>}>
      {!data ? <Skeleton height={80} /> : calls.length === 0 ? <p className="quiet small">{t('callsNone')}</p> : (
        <ul className={styles.calls}>
          {calls.slice(0, MOST).map((call) => (
            <li key={call.call_id}>
              <SlotGlyph state={glyphOf(call)} />
              <span className={`grow ${styles.call}`}><PhoneNumber number={call.phone_number} /> <span className="quiet">{common(`call.${call.state}`)} · {t('overSlot', { number: numberOf(call) })}{call.username && ` · ${call.username}`}</span></span>
              <Duration since={call.answered_at ?? call.started_at} />
            </li>
          ))}
          {calls.length > MOST && <li className="quiet">{t('callsMore', { count: calls.length - MOST })}</li>}
        </ul>
      )}
    </Section>
  );
}
