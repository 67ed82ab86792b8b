import { Link } from 'react-router-dom';
import { formatNumber } from '@/design/format';
import { Section } from '@/design/Parts';
import { STATUSES } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

interface Props {
  total: number;
  byStatus: Record<string, number>;
  whose: 'own' | 'team' | 'all';
}

const TITLES = { own: 'myLeads', team: 'teamLeads', all: 'title' } as const;

/// Leads by status, each the way to them.
export function LeadCounts({ total, byStatus, whose }: Props) {
  const t = useLeadsText();
  return (
    <Section title={<>{t(TITLES[whose])} <span className="num quiet">{formatNumber(total)}</span></>} action={<Link className="small" to="/leads?view=board">{t('board')}</Link>}>
      {total === 0 ? <p className="quiet small">{t('emptyTitle')}</p> : (
        <ul className={styles.counts}>
          {STATUSES.filter((status) => (byStatus[status] ?? 0) > 0).map((status) => (
            <li key={status}><Link className="grow" to={`/leads?status=${status}`}>{t(`status.${status}`)}</Link><span className="num">{formatNumber(byStatus[status] ?? 0)}</span></li>
          ))}
        </ul>
      )}
    </Section>
  );
}
