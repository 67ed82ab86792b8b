import type { Call } from '@/api/types';
import { formatNumber, formatPhone, formatTimeOfDay } from '@/design/format';
import { useCommonText } from '@/i18n/text';
import { stepsOf, type Leg, type Redirect, type Step } from './steps';
import { useCallsText } from './text';
import styles from './calls.module.css';

// Which way the message of a step goes; how a dialog ended does not say who hung up.
const SAYS = { invited: 'INVITE', rang: '180', answered: '200', over: 'BYE' } as const;

// The state that a step begins: one word for both.
const STATE = { invited: 'call.initiated', rang: 'call.ringing', answered: 'call.answered', over: 'call.ended' } as const;

/// What happened between the line, VSS and the number, second by second (a ladder as of RFC 3261 §4).
export function Ladder({ call, legs }: { call: Call; legs: readonly Leg[] }) {
  const t = useCallsText();
  const common = useCommonText();
  const line = t('line_role', { number: call.number }), number = call.phone_number ? formatPhone(call.phone_number) : t('far_role');
  const target = (redirect: Redirect) => `${redirect.sip_status} → ${redirect.uri || '—'}${redirect.reason ? ` · ${t(`redirect.${redirect.reason}`)}` : ''}`;
  const saying = ({ what, leg, redirect }: Step) => (redirect ? target(redirect) : what === 'over' ? `${leg.answered_at ? SAYS.over : leg.sip_status || '—'}${leg.q850 ? ` · Q.850 ${leg.q850}` : ''}` : SAYS[what as keyof typeof SAYS]);
  return (
    <div className={styles.ladder}>
      <table aria-label={t('ladder')}>
        <thead><tr><th scope="col">{t('time')}</th><th scope="col">{line}</th><th scope="col" className={styles.middle}>VSS</th><th scope="col" className={styles.far}>{number}</th></tr></thead>
        <tbody>
          {stepsOf(legs).map((step) => {
            const nearLeg = step.leg.role === 'line';
            const outward = step.what === 'invited';
            const arrow = <Arrow direction={step.what === 'over' ? 'none' : outward === nearLeg ? 'left' : 'right'} tone={step.what} label={saying(step)} />;
            return (
              <tr key={step.id}>
                <td className="num quiet"><time dateTime={step.at}>{formatTimeOfDay(step.at)}</time>{step.after !== null && step.after >= 0.05 && <small> +{common('seconds', { s: formatNumber(step.after, 1) })}</small>}</td>
                <td colSpan={3} className={styles.rung}>
                  <span className="sr-only">{nearLeg ? line : number}: {step.what === 'redirected' ? t('redirected') : common(STATE[step.what])}. </span>
                  <span className={nearLeg ? styles.near : styles.off}>{arrow}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Arrow({ direction, tone, label }: { direction: 'left' | 'right' | 'none'; tone: Step['what']; label: string }) {
  return (
    <span className={`${styles.arrow} ${styles[tone]}`}>
      <span className="mono">{label}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden><path d="M0 4H100" vectorEffect="non-scaling-stroke" {...(direction === 'none' && { strokeDasharray: '4 3' })} /></svg>
      {direction !== 'none' && <span className={`${styles.tip} ${styles[direction]}`} aria-hidden />}
    </span>
  );
}
