import { useCallback, useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { LineChart, type Line } from '@/design/charts/LineChart';
import { formatNumber } from '@/design/format';
import { Section } from '@/design/Parts';
import { useNumbers } from './queries';
import { useSamples } from './samples';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const asPercent = (value: number) => `${Math.round(value)} %`;
const asCount = (value: number) => (Number.isInteger(value) ? formatNumber(value) : '');

/// The last hour: calls as the server counted them, and the machine under them as it was seen here, with one crosshair.
export default function Pulse() {
  const t = useDashboardText();
  const cache = useQueryClient();
  const measures = useMay('monitor.read');
  const look = useCallback(() => {
    const system = cache.getQueryData<Schema<'SystemMetrics'>>(['monitor', 'system']);
    return {
      cpu: system?.cpu_percent ?? null,
      memory: system?.memory?.used_percent ?? null,
    };
  }, [cache]);
  const samples = useSamples(look);
  const times = useMemo(() => samples.map(({ at }) => at), [samples]);
  const series = useNumbers().data?.per_minute;
  // The last minute is not over: drawn, it would always fall.
  const calls = useMemo(() => series?.calls.slice(0, -1) ?? [], [series]);
  const minutes = useMemo(() => calls.map((_, index) => Date.parse(series!.from) / 1000 + index * series!.step_s), [calls, series]);
  const lines = useMemo<Line[]>(() => [{ name: t('pulseCalls'), values: calls, tone: 'active' }], [calls, t]);
  const machine = useMemo<Line[]>(() => [
    { name: t('pulseCpu'), values: samples.map(({ cpu }) => cpu), tone: 'accent' },
    { name: t('pulseMemory'), values: samples.map(({ memory }) => memory), tone: 'quiet' },
  ], [samples, t]);
  return (
    <div className={styles.pulse}>
      <Section title={t('pulseLines')} action={<span className="quiet small">{t('lastHour')}</span>}><LineChart label={t('pulseLines')} times={minutes} lines={lines} unit={asCount} height={132} group="pulse" /></Section>
      {measures && <Section title={t('pulseMachine')} action={<span className="quiet small">{t('pulse')}</span>}><LineChart label={t('pulseMachine')} times={times} lines={machine} unit={asPercent} height={132} full={100} waiting={t('collecting')} group="pulse" /></Section>}
    </div>
  );
}
