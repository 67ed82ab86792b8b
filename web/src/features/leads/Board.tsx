import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { PagedList } from '@/api/paged_list';
import { useMay } from '@/app/session/use_session';
import { ErrorState } from '@/design/ErrorState';
import { formatNumber } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { Moment } from '@/design/Time';
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

const CARD_PX = 82; // with what is between two
const HEAD_PX = 40;

function Lane({ status, filter, onMove }: { status: LeadStatus; filter: Omit<LeadFilter, 'status'>; onMove: (lead: Lead, to: LeadStatus) => void }) {
  const t = useLeadsText();
  const [over, setOver] = useState(false);
  const scroller = useRef<HTMLElement>(null);
  const list = useLeads({ ...filter, status }, { follow: true });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const lead = event.dataTransfer.getData(KIND);
    if (lead) onMove(JSON.parse(lead) as Lead, status);
  };
  return (
    <section ref={scroller} className={`${styles.lane} ${over ? styles.over : ''}`} aria-label={t(`status.${status}`)}
      onDragOver={(event) => { if (event.dataTransfer.types.includes(KIND)) { event.preventDefault(); setOver(true); } }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <header className={styles.laneHead}><StatusBadge status={status} /><span className="num quiet">{list.count !== undefined && formatNumber(list.count)}</span></header>
      {list.error ? <ErrorState error={list.error} onRetry={list.again} /> : <Cards status={status} list={list} scroller={scroller} onMove={onMove} />}
      {list.count === 0 && <p className={`quiet small ${styles.laneEmpty}`}>{t('laneEmpty')}</p>}
    </section>
  );
}

interface CardsProps {
  status: LeadStatus;
  list: PagedList<Lead>;
  scroller: RefObject<HTMLElement | null>;
  onMove: (lead: Lead, to: LeadStatus) => void;
}

/// The cards in sight. Arrows, Page Down, Home and End go from card to card, also to those that do not exist yet.
function Cards({ status, list, scroller, onMove }: CardsProps) {
  const t = useLeadsText();
  const navigate = useNavigate();
  const mayWrite = useMay('crm.write');
  const count = list.count ?? 4;
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => CARD_PX, overscan: 4, scrollMargin: HEAD_PX, scrollPaddingStart: HEAD_PX });
  const items = virtual.getVirtualItems();
  const { show } = list;
  const first = items[0]?.index ?? 0, last = items.at(-1)?.index ?? 0;
  useEffect(() => { if (list.count !== undefined) show(first, last); }, [list.count, first, last, show]);
  const cards = useRef<HTMLUListElement>(null);
  const [going, setGoing] = useState<number | null>(null);
  useEffect(() => {
    const card = going === null ? null : cards.current?.querySelector<HTMLElement>(`[data-index="${going}"]`);
    if (!card) return;
    card.focus({ preventScroll: true });
    setGoing(null);
  }, [going, first, last]);
  const go = (index: number) => {
    const to = Math.max(0, Math.min(count - 1, index));
    virtual.scrollToIndex(to);
    setGoing(to);
  };
  const onKeyDown = (index: number, lead: Lead | undefined) => (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const aPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / CARD_PX) - 1);
    const moves: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + aPage, PageUp: index - aPage, Home: 0, End: count - 1 };
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = STATUSES[STATUSES.indexOf(status) + step];
    if (event.key === 'Enter' && lead) navigate(`/leads/${lead.id}`);
    else if (lead && step && event.shiftKey && to) onMove(lead, to);
    else if (moves[event.key] !== undefined) go(moves[event.key]!);
    else return;
    event.preventDefault();
  };
  return (
    <ul ref={cards} className={styles.cards} style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const lead = list.rowAt(item.index);
        return (
          // A card is one thing with keys of its own; its link is for the mouse and for new tabs.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li key={lead?.id ?? `place-${item.index}`} id={lead && `lead-${lead.id}`} data-index={item.index} aria-posinset={item.index + 1} aria-setsize={count} className={styles.card} style={{ transform: `translateY(${item.start - HEAD_PX}px)` }}
            draggable={mayWrite && lead !== undefined}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0} onKeyDown={onKeyDown(item.index, lead)} onDragStart={(event) => event.dataTransfer.setData(KIND, JSON.stringify(lead))}>
            {lead === undefined ? <><Skeleton width="70%" /><Skeleton width="50%" /></> : <>
              <Link to={`/leads/${lead.id}`} tabIndex={-1} className="clip">{lead.client_name}</Link>
              <PhoneNumber number={lead.phone} />
              <span className="quiet small clip">{lead.last_call_at ? <>{t('lastCall')}: <Moment at={lead.last_call_at} /></> : t('neverCalled')}</span>
            </>}
          </li>
        );
      })}
    </ul>
  );
}
