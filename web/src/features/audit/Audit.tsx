import { Check, X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Combobox } from '@/design/Combobox';
import { DateRange } from '@/design/DateRange';
import { FilterChips, Page } from '@/design/Page';
import { Empty } from '@/design/Parts';
import type { Column } from '@/design/table/columns';
import { PagedTable } from '@/design/table/PagedTable';
import { Moment } from '@/design/Time';
import { useUsers } from '@/features/users/public';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { Record } from './Record';
import { actionChoices, recordInWords, targetInWords } from './actions';
import { keyOfRecord, useAudit, type AuditFilter, type AuditRecord } from './queries';
import { useAuditText } from './text';
import styles from './audit.module.css';

function useColumns(): Column<AuditRecord>[] {
  const t = useAuditText();
  return useMemo(() => [
    { id: 'at', phone: 'corner', title: t('at'), width: '120px', cell: (record) => <Moment at={record.at} /> },
    {
      id: 'who', phone: 'under', title: t('who'), width: 'minmax(96px, 1fr)',
      cell: (record) => record.username ? <span title={record.username}>{record.username}</span> : <span className="quiet">{t('nobody')}</span>,
    },
    {
      id: 'action', phone: 'title', title: t('action'), width: 'minmax(180px, 1.4fr)',
      cell: (record) => (
        <span className={record.success ? 'clip' : `clip ${styles.refused}`}>
          {record.success ? <Check size={12} aria-label={t('done')} /> : <X size={12} aria-label={t('refused')} />}
          {' '}{recordInWords(record, t)} <code className="quiet">{record.action}</code>
        </span>
      ),
    },
    {
      id: 'target', phone: 'end', title: t('target'), width: 'minmax(140px, 1.4fr)',
      cell: (record) => <span className="clip" title={record.target}>{targetInWords(record.target, t)}</span>,
    },
    {
      id: 'address', title: t('address'), width: 'minmax(104px, 132px)',
      cell: (record) => <span className="mono quiet">{record.address}</span>,
    },
    {
      id: 'request', title: t('request'), width: 'minmax(96px, 150px)',
      cell: (record) => <span className="mono quiet">{record.request_id}</span>,
    },
  ], [t]);
}

export default function Audit() {
  const t = useAuditText();
  const common = useCommonText();
  const [params, setParams] = useSearchParams();
  const at = (name: string) => params.get(name) ?? '';
  const filter: AuditFilter = { user_id: at('user_id'), action: at('action'), success: at('success'), from: at('from'), to: at('to') };
  const set = useCallback((part: Partial<AuditFilter>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(part)) if (value) next.set(name, value); else next.delete(name);
    return next;
  }, { replace: true }), [setParams]);
  const list = useAudit(filter);
  const users = useUsers().data?.items;
  const [shown, setShown] = useState<AuditRecord | null>(null);
  const actions = useMemo(() => actionChoices(t, filter.action), [t, filter.action]);
  const columns = useColumns();
  const open = useCallback((record: AuditRecord) => setShown(record), []);
  const chips = [{ id: '', label: common('all') }, { id: 'true', label: t('done') }, { id: 'false', label: t('refused') }];
  const filtered = Object.values(filter).some(Boolean);
  return (
    <Page title={t('title')} layout="list" filters={<FilterChips label={t('byOutcome')} chips={chips} value={filter.success} onChange={(success) => set({ success })} />}
      actions={<>
        <span className={styles.what}>
          <Combobox aria-label={t('byAction')} placeholder={t('byAction')} value={filter.action || null}
            onPick={(action) => set({ action: action ?? '' })} options={actions} />
        </span>
        {users && (
          <span className={styles.who}>
            <Combobox aria-label={t('byUser')} placeholder={t('byUser')} value={filter.user_id || null} onPick={(id) => set({ user_id: id ?? '' })}
              options={users.map((user) => ({ value: user.id, text: user.username, detail: roleInWords(user.role, common) }))} />
          </span>
        )}
        <DateRange from={filter.from} to={filter.to} fromLabel={t('from')} toLabel={t('to')} onChange={set} />
      </>}>
      <PagedTable label={t('title')} list={list} keyOf={keyOfRecord} columns={columns} onOpen={open} dense
        empty={<Empty title={filtered ? t('nothing') : t('emptyTitle')}>{filtered ? t('nothingText') : t('emptyText')}</Empty>} />
      {shown && <Record record={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}
