import { Link } from 'react-router-dom';
import type { Trunk } from '@/api/types';
import { TypeBadge } from '@/design/TypeBadge';
import { Meter } from '@/design/Meter';
import { Section } from '@/design/Parts';
import { useDashboardText } from './text';
import styles from './dashboard.module.css';

const MOST = 8;

/// How full the trunks are, fullest first.
export function TrunkUse({ trunks }: { trunks: Trunk[] }) {
  const t = useDashboardText();
  const fullest = [...trunks].sort((a, b) => b.slots_used / b.capacity - a.slots_used / a.capacity).slice(0, MOST);
  return (
    <Section title={t('trunks')} action={<Link to="/trunks" className="small">{t('allTrunks')}</Link>}>
      <ul className={styles.trunks}>
        {fullest.map((trunk) => (
          <li key={trunk.id}><Link to={`/trunks/${trunk.id}`} className="grow clip">{trunk.name}</Link><TypeBadge type={trunk.type} />
            <Meter value={trunk.slots_used} of={trunk.capacity} label={t('slotsOf', { used: trunk.slots_used, capacity: trunk.capacity })} /></li>
        ))}
      </ul>
    </Section>
  );
}
