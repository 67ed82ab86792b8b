import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { PagedList } from '@/api/paged_list';
import { ErrorState } from '../ErrorState';
import { Skeleton, TimelineItem, type TimelineEntry } from '../Parts';
import styles from './PagedTimeline.module.css';

const USUAL_PX = 52; // until an entry is measured

interface Props<Row> {
  label: string;
  list: PagedList<Row>;
  entryOf: (row: Row) => TimelineEntry;
  empty: ReactNode;
}

/// What happened, newest first, of any length: in a frame of its own that is as high as what it holds, up to a part of the window.
/// Entries are as high as their text; only those in sight exist.
export function PagedTimeline<Row>({ label, list, entryOf, empty }: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = list.count ?? 5;
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => USUAL_PX, overscan: 6 });
  const items = virtual.getVirtualItems();
  const { show } = list;
  const first = items[0]?.index ?? 0, last = items.at(-1)?.index ?? 0;
  useEffect(() => { if (list.count !== undefined) show(first, last); }, [list.count, first, last, show]);
  // The end moves while entries come and are measured: one who wants it stays there until going elsewhere.
  const wantsEnd = useRef(false);
  const height = virtual.getTotalSize();
  useLayoutEffect(() => { if (wantsEnd.current && scroller.current) scroller.current.scrollTop = height; }, [height, first, last]);
  const elsewhere = () => { wantsEnd.current = false; };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    wantsEnd.current = event.key === 'End';
    if (!wantsEnd.current && event.key !== 'Home') return;
    event.preventDefault();
    event.currentTarget.scrollTop = wantsEnd.current ? height : 0;
  };
  if (list.error && list.count === undefined) return <ErrorState error={list.error} onRetry={list.again} />;
  if (list.count === 0) return <>{empty}</>;
  return (
    // A region that scrolls takes the keyboard's focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={label} onKeyDown={onKeyDown} onWheel={elsewhere} onPointerDown={elsewhere}>
      <ol className={styles.entries} aria-label={label} aria-busy={list.count === undefined || undefined} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = list.count === undefined ? undefined : list.rowAt(item.index);
          const place = { ref: virtual.measureElement, 'data-index': item.index, 'aria-posinset': item.index + 1, 'aria-setsize': count, style: { transform: `translateY(${item.start}px)` } };
          if (row === undefined) return <li key={item.index} {...place} aria-busy className={styles.comes}><Skeleton width={`${40 + ((item.index * 17) % 40)}%`} /></li>;
          return <TimelineItem key={item.index} entry={entryOf(row)} {...place} />;
        })}
      </ol>
    </div>
  );
}
