import type { Schema } from '@/api/types';
import { Badge } from '@/design/Badge';
import { formatAge, formatBytes, formatNumber } from '@/design/format';
import { KeyValue, Section, Skeleton } from '@/design/Parts';
import { useCommonText } from '@/i18n/text';
import { usePbx, type ServiceHealth } from './queries';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const TONE = { ok: 'ready', degraded: 'warning', down: 'fault' } as const;

/// What everything stands on, as it measures itself.
export function Platform({ health, system }: { health: ServiceHealth[] | undefined; system: Schema<'SystemMetrics'> | undefined }) {
  const t = useDashboardText();
  const common = useCommonText();
  const { data: pbx } = usePbx();
  const percent = (value: number | null | undefined) => (value === null || value === undefined ? null : `${formatNumber(value)} %`);
  // Of the program, not of the machine under it: who restarted it wants to see that.
  const uptime = health?.map((one) => one.uptime).filter((seconds) => seconds !== null).sort((a, b) => a - b)[0];
  return (
    <Section title={t('platform')}>
      {!health ? <Skeleton height={80} /> : (
        <KeyValue rows={[
          [t('services'), <ul key="s" className={styles.services}>{health.map((one) => <li key={one.service}><Badge tone={TONE[one.status]}>{one.service.toUpperCase()} {t(`status.${one.status}`)}</Badge> <span className="quiet small">{common(`service.${one.service}`)}</span></li>)}</ul>],
          pbx ? [t('carrier'), pbx.test_exchange ? t('testExchange') : pbx.provider] : null,
          system ? [t('cpu'), percent(system.cpu_percent)] : null,
          system ? [t('memory'), system.memory && `${percent(system.memory.used_percent)} · ${t('free', { size: formatBytes(system.memory.available_bytes) })}`] : null,
          system ? [t('disk'), system.disk && `${percent(system.disk.used_percent)} · ${t('free', { size: formatBytes(system.disk.free_bytes) })}`] : null,
          [t('uptime'), uptime === undefined ? null : formatAge(uptime)],
          [t('version'), health.find((one) => one.version)?.version ?? null],
        ]} />
      )}
    </Section>
  );
}
