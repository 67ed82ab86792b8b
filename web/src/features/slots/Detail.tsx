import { Link, useNavigate, useParams } from 'react-router-dom';
import type { Slot } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { ErrorState } from '@/design/ErrorState';
import { formatNumber, formatTimeOfDay } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page } from '@/design/Page';
import { KeyValue, Section, Skeleton } from '@/design/Parts';
import { TypeBadge } from '@/design/TypeBadge';
import { StateGlyph } from '@/design/StateGlyph';
import { Age, TimeAndAge } from '@/design/Time';
import { useTrunks } from '@/features/trunks/public';
import { useCommonText } from '@/i18n/text';
import { SlotActions } from './Actions';
import { SlotHistory } from './History';
import { useSlot } from './queries';
import { SlotQuality } from './Quality';
import { reasonInWords } from './reason';
import { useServes } from './serves';
import { useSlotsText } from './text';
import styles from './slots.module.css';

export default function SlotDetail() {
  const t = useSlotsText();
  const common = useCommonText();
  const navigate = useNavigate();
  const id = Number(useParams().id);
  const { data: slot, error, refetch } = useSlot(id);
  const measures = useMay('monitor.read');
  useKeys(t('title'), [{ keys: 'u', label: common('keys.back'), run: () => navigate('/slots') }]);
  const back = { to: '/slots', label: t('title') };
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!slot) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  return (
    <Page title={t('slotTitle', { number: slot.number })} back={back} layout="wide" actions={<SlotActions slot={slot} />}
      heading={<>{t('slotTitle', { number: slot.number })} <TypeBadge type={slot.type} /></>} filters={<span className="row small"><StateGlyph state={slot.state} /> <span className="quiet"><Age since={slot.state_since} /></span></span>}>
      <div className={styles.grid}>
        <div className={styles.left}>
          <Now slot={slot} />
          <Section title={t('registered')}><Registration slot={slot} /></Section>
          {measures && <Section title={t('quality')}><SlotQuality slot={slot} /></Section>}
          <Section title={t('telemetry')}><Telemetry slot={slot} /></Section>
        </div>
        <Section title={t('history')}><SlotHistory id={slot.id} /></Section>
      </div>
    </Page>
  );
}

function Now({ slot }: { slot: Slot }) {
  const t = useSlotsText();
  const serves = useServes();
  const seesCalls = useMay('calls.read');
  const trunks = useTrunks();
  const trunk = trunks.data?.items.find((one) => one.id === slot.trunk_id);
  return (
    <Section title={t('now')}>
      <KeyValue rows={[
        [t('state'), <StateGlyph key="s" state={slot.state} />],
        [t('reason'), reasonInWords(slot.state_reason, t)],
        [t('call'), slot.current_call && (seesCalls ? <Link key="c" to={`/calls/${slot.current_call}`}>{slot.current_call}</Link> : slot.current_call)],
        [t('serves'), serves(slot)],
        [t('trunk'), trunk ? <Link key="t" to={`/trunks/${trunk.id}`}>{trunk.name}</Link> : trunks.isLoading ? <Skeleton key="t" width={96} /> : null],
        [t('device'), slot.device_id],
        [t('created'), <TimeAndAge key="a" at={slot.created_at} />],
      ]} />
    </Section>
  );
}

function Registration({ slot }: { slot: Slot }) {
  const t = useSlotsText();
  const { registered, contact, source, user_agent, expires_at } = slot.registration;
  if (!registered) return <p className="quiet small">{t('notRegistered')}</p>;
  return (
    <KeyValue rows={[
      [t('source'), <span key="s" className="mono">{source}</span>],
      [t('contact'), <span key="c" className="mono">{contact}</span>],
      [t('agent'), user_agent],
      [t('expires'), expires_at && formatTimeOfDay(expires_at)],
    ]} />
  );
}

function Telemetry({ slot }: { slot: Slot }) {
  const t = useSlotsText();
  const { cpu_percent, ram_percent, temperature_c, battery_percent, latency_ms } = slot.metrics;
  const shown = (value: number | null, unit: (text: string) => string) => (value === null ? <span className="quiet">{t('notMeasured')}</span> : unit(formatNumber(value)));
  const percent = (text: string) => `${text} %`;
  return (
    <KeyValue rows={[
      [t('battery'), shown(battery_percent, percent)],
      [t('temperature'), shown(temperature_c, (text) => `${text} °C`)],
      [t('cpu'), shown(cpu_percent, percent)],
      [t('ram'), shown(ram_percent, percent)],
      [t('latency'), shown(latency_ms, (text) => t('ms', { value: text }))],
    ]} />
  );
}
