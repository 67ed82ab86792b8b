import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { ErrorState } from '@/design/ErrorState';
import { formatNumber } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { RelativeTime } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { StatusBadge } from './LeadStatus';
import { STATUSES, useLeads, useLeadWrites, type Lead, type LeadFilter, type LeadStatus } from './queries';
import { useLeadsText } from './text';
import styles from './leads.module.css';

const KIND = 'application/x-vss-lead';

/// Leads under their status. Cards are drawn to another column, or moved there with Shift and an arrow.
export function Board({ filter }: { filter: Omit<LeadFilter, 'status'> }) {
  const t = useLeadsText();
  const { update } = useLeadWrites();
  const mayWrite = useMay('crm.write');
  const focusOn = useRef<string | null>(null);
  const [moved, setMoved] = useState(0);
  // Once the card stands in its new column, the keyboard is on it again.
  useEffect(() => {
    if (!focusOn.current) return undefined;
    const id = focusOn.current;
    const timer = setInterval(() => {
      const card = document.getElementById(`lead-${id}`);
      if (!card || card === document.activeElement) return;
      card.focus();
      clearInterval(timer);
    }, 50);
    const end = setTimeout(() => clearInterval(timer), 2000);
    return () => { clearInterval(timer); clearTimeout(end); };
  }, [moved]);
  const move = async (lead: Lead, status: LeadStatus) => {
    if (!mayWrite || lead.status === status) return;
    const before = lead.status;
    try {
      const changed = await update(lead, { status });
      setMoved((count) => count + 1);
      toast(t('statusToast', { name: lead.client_name, status: t(`status.${status}`) }), { undo: () => void update(changed, { status: before }).catch(toastError) });
    } catch (failure) {
      toastError(failure);
    }
  };
  useKeys(t('board'), mayWrite ? [{ keys: 'Shift ←→', label: t('moveCard'), run: () => undefined }] : []);
  return (
    <div className={styles.board}>
      {STATUSES.map((status) => <Lane key={status} status={status} filter={filter} onMove={(lead, to) => { focusOn.current = lead.id; void move(lead, to); }} />)}
    </div>
  );
}

function Lane({ status, filter, onMove }: { status: LeadStatus; filter: Omit<LeadFilter, 'status'>; onMove: (lead: Lead, to: LeadStatus) => void }) {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const [over, setOver] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLeads({ ...filter, status });
  const leads = data?.pages.flatMap((page) => page.items);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const lead = event.dataTransfer.getData(KIND);
    if (lead) onMove(JSON.parse(lead) as Lead, status);
  };
  const onKeyDown = (lead: Lead) => (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = STATUSES[STATUSES.indexOf(status) + step];
    if (event.key === 'Enter') navigate(`/leads/${lead.id}`);
    else if (step && event.shiftKey && to) { event.preventDefault(); onMove(lead, to); }
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
      if (next instanceof HTMLElement) next.focus();
    }
  };
  return (
    <section className={`${styles.lane} ${over ? styles.over : ''}`} aria-label={t(`status.${status}`)}
      onDragOver={(event) => { if (event.dataTransfer.types.includes(KIND)) { event.preventDefault(); setOver(true); } }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <header className={styles.laneHead}><StatusBadge status={status} /><span className="num quiet">{data && formatNumber(data.pages[0]!.total)}</span></header>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : (
        <ul className={styles.cards}>
          {!leads && Array.from({ length: 4 }, (_, index) => <li key={index} className={styles.card}><Skeleton width="70%" /><Skeleton width="50%" /></li>)}
          {leads?.map((lead) => (
            // A card is one thing with keys of its own; its link is for the mouse and for new tabs.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
            <li key={lead.id} id={`lead-${lead.id}`} className={styles.card} draggable={mayWrite}
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0} onKeyDown={onKeyDown(lead)} onDragStart={(event) => event.dataTransfer.setData(KIND, JSON.stringify(lead))}>
              <Link to={`/leads/${lead.id}`} tabIndex={-1}>{lead.client_name}</Link>
              <PhoneNumber number={lead.phone} />
              <span className="quiet small">{lead.last_call_at ? <>{t('lastCall')}: <RelativeTime at={lead.last_call_at} /></> : t('neverCalled')}</span>
            </li>
          ))}
        </ul>
      )}
      {leads?.length === 0 && <p className={`quiet small ${styles.laneEmpty}`}>{t('laneEmpty')}</p>}
      {hasNextPage && <Button kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('older')}</Button>}
    </section>
  );
}
