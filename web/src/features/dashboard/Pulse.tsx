import { useCallback, useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Call, Schema, Slot } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { LineChart, type Line } from '@/design/charts/LineChart';
import { Section } from '@/design/Parts';
import type { LiveItems } from '@/realtime/live_list';
import { useSamples } from './samples';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const asPercent = (value: number) => `${Math.round(value)} %`;
const asCount = (value: number) => (Number.isInteger(value) ? String(value) : '');

/// The last hour as it was seen here: calls and lines, and the machine under them, with one crosshair.
export default function Pulse() {
  const t = useDashboardText();
  const cache = useQueryClient();
  const measures = useMay('monitor.read');
  const look = useCallback(() => {
    const system = cache.getQueryData<Schema<'SystemMetrics'>>(['monitor', 'system']);
    const slots = cache.getQueryData<LiveItems<Slot>>(['slots', 'all']);
    return {
      calls: cache.getQueryData<LiveItems<Call>>(['calls', 'active'])?.items.length ?? null,
      ready: slots ? slots.items.filter((slot) => slot.state === 'READY').length : null,
      cpu: system?.cpu_percent ?? null,
      memory: system?.memory?.used_percent ?? null,
    };
  }, [cache]);
  const samples = useSamples(look);
  const times = useMemo(() => samples.map(({ at }) => at), [samples]);
  const lines = useMemo<Line[]>(() => [
    { name: t('pulseReady'), values: samples.map(({ ready }) => ready), tone: 'ready' },
    { name: t('pulseCalls'), values: samples.map(({ calls }) => calls), tone: 'active' },
  ], [samples, t]);
  const machine = useMemo<Line[]>(() => [
    { name: t('pulseCpu'), values: samples.map(({ cpu }) => cpu), tone: 'accent' },
    { name: t('pulseMemory'), values: samples.map(({ memory }) => memory), tone: 'quiet' },
  ], [samples, t]);
  return (
    <div className={styles.pulse}>
      <Section title={t('pulseLines')} action={<span className="quiet small">{t('pulse')}</span>}><LineChart label={t('pulseLines')} times={times} lines={lines} unit={asCount} height={132} group="pulse" /></Section>
      {measures && <Section title={t('pulseMachine')} action={<span className="quiet small">{t('pulse')}</span>}><LineChart label={t('pulseMachine')} times={times} lines={machine} unit={asPercent} height={132} group="pulse" /></Section>}
    </div>
  );
}
