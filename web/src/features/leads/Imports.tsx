import { Link } from 'react-router-dom';
import { Button } from '@/design/Button';
import { importFailureInWords } from '@/design/error_words';
import { formatBytes, formatNumber, listSeparator } from '@/design/format';
import { Notice, Section } from '@/design/Parts';
import { Moment } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { currentLanguage } from '@/i18n';
import { isOver, useImport, useImports, useLeadWrites } from './queries';
import { useLeadsText } from './text';
import type { Import } from './upload';
import styles from './leads.module.css';

/// The import that was started here, until it is over.
export function ImportProgress({ id }: { id: string }) {
  const t = useLeadsText();
  const { data } = useImport(id);
  return data ? <Section title={`${data.name}: ${t(`state.${data.state}`)}`}><Outcome of={data} toLeads /></Section> : null;
}

/// Those that run and those that were, also after a reload: what came of a file is not lost with the page.
export function PastImports({ but }: { but: string | null }) {
  const t = useLeadsText();
  const imports = useImports().data?.filter((one) => one.id !== but) ?? [];
  if (imports.length === 0) return null;
  return (
    <Section title={t('pastImports')}>
      <ul className={styles.imports} aria-label={t('pastImports')}>
        {imports.map((one) => (
          <li key={one.id}>
            <div className={styles.importHead}><b>{one.name}</b> <span>{t(`state.${one.state}`)}</span> <span className="quiet small">{one.username} · <Moment at={one.created_at} /></span></div>
            <Outcome of={one} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Outcome({ of: one, toLeads = false }: { of: Import; toLeads?: boolean }) {
  const t = useLeadsText();
  const { cancelImport } = useLeadWrites();
  const over = isOver(one.state);
  const rows = { rows: formatNumber(one.rows), created: formatNumber(one.created), updated: formatNumber(one.updated), skipped: formatNumber(one.skipped), rejected: formatNumber(one.rejected) };
  return (
    <div className="column" {...(!over && { role: 'status' })}>
      {(!over || toLeads) && <progress className={styles.progress} aria-label={t('importTitle')} value={one.bytes_read} max={Math.max(1, one.bytes)} />}
      <p>{t('progress', rows)}{(!over || toLeads) && <> · {t('progressBytes', { read: formatBytes(one.bytes_read), size: formatBytes(one.bytes) })}</>}</p>
      {one.warned > 0 && <p className="small">{t('warned', { rows: formatNumber(one.warned) })}</p>}
      {one.do_not_call > 0 && <p className="small">{t('importedDoNotCall', { count: one.do_not_call })}</p>}
      {one.problem && <Notice tone="fault">{importFailureInWords(one.problem)}</Notice>}
      <div className="row">
        {!over && <Button onClick={() => void cancelImport(one.id).catch(toastError)}>{t('stop')}</Button>}
        {over && toLeads && <Link to="/leads">{t('toLeads')}</Link>}
        {one.rejected > 0 && <a href={`/api/crm/imports/${one.id}/rejects?excel=${listSeparator(currentLanguage())}&lang=${currentLanguage()}`} download>{t('rejects')}</a>}
      </div>
    </div>
  );
}
