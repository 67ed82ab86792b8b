import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useCommonText } from '@/i18n/text';
import { formatNumber } from '../format';
import { useKeys } from '../keys';
import { Skeleton } from '../Parts';
import { useNarrow } from '../use_narrow';
import type { Column, PhonePlace, Sorting, View } from './columns';
import { useScrollMemory } from './use_scroll_memory';
import styles from './DataTable.module.css';

// Browsers draw nothing beyond some 17 million pixels.
const MOST_PX = 15_000_000;
const SKELETONS = 12;
const TWO_LINES_PX = 56, SORTS_PX = 40;

interface Props<Row> {
  label: string;
  view: View<Row>;
  columns: Column<Row>[];
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting) => void;
  isDim?: (row: Row) => boolean;
  onOpen?: ((row: Row) => void) | undefined;
  onLook?: (first: number, last: number) => void; // the rows in sight
  dense?: boolean | undefined;
  inPage?: boolean | undefined; // it scrolls with the page, whose scroller is marked so
  foot?: ReactNode; // below the last row
  pill?: ReactNode;
}

/// The scroll container, the rows in sight, and the keys. It is as high as its place, or goes by with the page; either way only
/// the rows in sight exist. On a phone a row is two lines of what matters, not columns that end at the edge.
export function Grid<Row>({ label, view, columns: all, sorting, onSort, isDim, onOpen, onLook, dense, inPage, foot, pill }: Props<Row>) {
  const t = useCommonText();
  const id = useId();
  const scroller = useRef<HTMLElement | null>(null);
  const root = useRef<HTMLDivElement | null>(null);
  const placed = useCallback((element: HTMLDivElement | null) => {
    root.current = element;
    scroller.current = inPage ? element?.closest<HTMLElement>('[data-page-scroll]') ?? null : element;
  }, [inPage]);
  const twoLines = useNarrow() && all.some((column) => column.phone);
  const columns = useMemo(() => (twoLines ? all.filter((column) => column.phone) : all), [all, twoLines]);
  const oneLine = useRowHeight(dense);
  const height = twoLines ? TWO_LINES_PX : oneLine;
  const sorts = all.filter((column) => column.sort);
  const head = !twoLines ? height + 1 : sorts.length > 0 ? SORTS_PX + 1 : 0; // with its line
  const ready = view.count !== undefined;
  const most = Math.floor(MOST_PX / height);
  const count = Math.min(view.count ?? SKELETONS, most);
  const [above, setAbove] = useState(0); // what of the page stands above it
  const virtual = useVirtualizer({
    count, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12, scrollMargin: above + head,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  // What stands above changes as it comes; each drawing, as each scrolling causes, looks where the rows are now.
  // It comes to rest: the place does not hang on what is set here.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const page = scroller.current;
    if (inPage && page && root.current) setAbove(Math.round(root.current.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop));
  });
  useScrollMemory(scroller, label, ready);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0, last = items.at(-1)?.index ?? 0;
  useEffect(() => { if (ready) onLook?.(first, last); }, [ready, first, last, onLook]);

  const { at, key: selected, select, none } = useSelection(view, count);
  // Rows are of one height, so where one stands is known without asking: below what is above the list and its head, which sticks.
  const bring = useCallback((index: number) => {
    const page = scroller.current;
    if (!page || !root.current) return;
    const begin = inPage ? Math.round(root.current.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop) : 0;
    const top = begin + index * height, bottom = top + head + height;
    if (top < page.scrollTop) page.scrollTop = top;
    else if (bottom > page.scrollTop + page.clientHeight) page.scrollTop = bottom - page.clientHeight;
  }, [inPage, height, head]);
  // Filters that come late take height from the list: the row that the keys went to stays in sight, until one scrolls away.
  const wentTo = useRef(-1);
  useEffect(() => {
    const sizes = new ResizeObserver(() => { if (wentTo.current >= 0) bring(wentTo.current); });
    if (scroller.current) sizes.observe(scroller.current);
    return () => sizes.disconnect();
  }, [bring, above]);
  const scrolls = () => { wentTo.current = -1; };
  const go = (index: number) => {
    if (!ready || count === 0) return;
    const to = Math.max(0, Math.min(count - 1, index));
    select(to);
    wentTo.current = to;
    bring(to);
  };
  const aPage = () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - head) / height) - 1);
  const moves: Record<string, () => void> = {
    ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), Home: () => go(0), End: () => go(count - 1),
    PageDown: () => go(Math.max(at, 0) + aPage()), PageUp: () => go(at - aPage()),
  };
  useKeys(label, [
    { keys: 'j', label: t('keys.next'), run: () => go(at + 1) },
    { keys: 'k', label: t('keys.previous'), run: () => go(at - 1) },
    { keys: 'ArrowDown', label: t('keys.next'), run: moves.ArrowDown! },
    { keys: 'ArrowUp', label: t('keys.previous'), run: moves.ArrowUp! },
    { keys: 'PageDown', label: t('keys.pageDown'), run: moves.PageDown! },
    { keys: 'PageUp', label: t('keys.pageUp'), run: moves.PageUp! },
    { keys: 'Home', label: t('keys.first'), run: moves.Home! },
    { keys: 'End', label: t('keys.last'), run: moves.End! },
    ...(onOpen ? [{ keys: 'Enter', label: t('keys.open'), run: () => { const row = at >= 0 ? view.rowAt(at) : undefined; if (row !== undefined) onOpen(row); } }] : []),
    { keys: 'Escape', label: t('keys.deselect'), run: none },
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move || event.target !== event.currentTarget) return;
    event.preventDefault();
    move();
  };

  const tracks = columns.map((column) => column.width).join(' ');
  return (
    <div className={inPage ? styles.inPage : styles.frame}>
      <div ref={placed} className={inPage ? undefined : styles.scroller} onWheel={scrolls} onPointerDown={scrolls}
        style={{ '--tracks': tracks, '--row-height': `${height}px`, '--head': `${head - 1}px` } as React.CSSProperties}>
        {/* The grid holds the keyboard focus and names its active row, as rows out of sight do not exist. */}
        <div role="grid" className={twoLines ? styles.phone : styles.grid} aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length} tabIndex={0}
          aria-activedescendant={at >= first && at <= last ? `${id}-${at}` : undefined} aria-busy={!ready || undefined} onKeyDown={onKeyDown}>
          <div role="rowgroup" className={head > 0 ? styles.header : 'sr-only'}>
            <div role="row" aria-rowindex={1} className={!twoLines ? styles.row : head > 0 ? styles.sorts : undefined}>
              {(head > 0 && twoLines ? sorts : columns).map((column) => <HeaderCell key={column.id} column={column} sorting={sorting} onSort={onSort} />)}
            </div>
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = ready ? view.rowAt(item.index) : undefined;
              const key = row === undefined ? undefined : view.keyOf(row);
              return (
                <BodyRow key={key ?? `place-${item.index}`} id={`${id}-${item.index}`} index={item.index} top={item.start - above - head}
                  row={row} columns={columns as Column<unknown>[]} twoLines={twoLines} dim={row !== undefined && isDim?.(row) === true}
                  selected={ready && (selected === undefined ? item.index === at : key === selected)}
                  onOpen={onOpen as ((row: unknown) => void) | undefined} />
              );
            })}
          </div>
        </div>
        {foot}
        {(view.count ?? 0) > most && <div className={styles.none}>{t('listCut', { shown: formatNumber(most), count: view.count ?? 0 })}</div>}
      </div>
      <div className={styles.announcer} role="status">{pill}</div>
    </div>
  );
}

/// The chosen row: by its key as soon as it is known, so that it stays chosen when it moves.
function useSelection<Row>(view: View<Row>, count: number) {
  const [chosen, setChosen] = useState<{ index: number; key: string | number | undefined } | null>(null);
  const keyAt = (index: number) => {
    const row = view.count === undefined ? undefined : view.rowAt(index);
    return row === undefined ? undefined : view.keyOf(row);
  };
  let at = chosen ? Math.min(chosen.index, count - 1) : -1;
  let key = chosen?.key;
  if (chosen && key === undefined) key = keyAt(at);
  else if (chosen && keyAt(at) !== key) {
    const now = nearby(at, count, (index) => keyAt(index) === key);
    if (now >= 0) at = now;
    else key = keyAt(at);
  }
  return { at, key: chosen ? key : undefined, select: (index: number) => setChosen({ index, key: keyAt(index) }), none: () => setChosen(null) };
}

const NEAR = 500;

function nearby(at: number, count: number, is: (index: number) => boolean): number {
  for (let step = 1; step <= NEAR; ++step) {
    if (at + step < count && is(at + step)) return at + step;
    if (at - step >= 0 && is(at - step)) return at - step;
  }
  return -1;
}

const cellClass = <Row,>(column: Column<Row>) => (column.align === 'right' ? `${styles.cell} ${styles.right}` : styles.cell);

function HeaderCell<Row>({ column, sorting, onSort }: { column: Column<Row>; sorting: Sorting | undefined; onSort: (sorting: Sorting) => void }) {
  const by = sorting?.column === column.id;
  const direction = by ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div role="columnheader" className={cellClass(column)} aria-sort={column.sort ? direction : undefined}>
      {column.sort ? (
        <button type="button" className={styles.sort} tabIndex={-1} onClick={() => onSort({ column: column.id, descending: by && !sorting.descending })}>
          {column.title}
          {by && (sorting.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
        </button>
      ) : column.title}
    </div>
  );
}

interface RowProps {
  id: string;
  index: number;
  top: number;
  row: unknown; // undefined: it comes
  columns: Column<unknown>[];
  twoLines: boolean;
  selected: boolean;
  dim: boolean;
  onOpen?: ((row: unknown) => void) | undefined;
}

// Only a row whose object, place or selection changed is drawn again. Callers keep `columns` and `onOpen` stable.
const BodyRow = memo(function BodyRow({ id, index, top, row, columns, twoLines, selected, dim, onOpen }: RowProps) {
  const comes = row === undefined;
  return (
    // The keyboard way is the grid's: j, k, arrows and Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div id={id} role="row" aria-rowindex={index + 2} aria-selected={selected} aria-busy={comes || undefined} style={{ transform: `translateY(${top}px)` }}
      className={[styles.row, styles.placed, selected && styles.selected, dim && styles.dim, onOpen && !comes && styles.opens].filter(Boolean).join(' ')}
      onClick={(event) => {
        if (!onOpen || comes || (event.target as Element).closest('a, button, input') || event.metaKey || event.ctrlKey || getSelection()?.toString()) return;
        onOpen(row);
      }}>
      {twoLines ? <TwoLines columns={columns} row={row} index={index} /> : columns.map((column) => (
        <div key={column.id} role="gridcell" className={cellClass(column)}>
          {comes ? <Skeleton width={`${50 + ((index * 7 + column.id.length * 13) % 40)}%`} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
});

/// A row on a phone.
function TwoLines({ columns, row, index }: { columns: Column<unknown>[]; row: unknown; index: number }) {
  const comes = row === undefined;
  const cells = (place: PhonePlace) => columns.filter((column) => column.phone === place).map((column) => (
    <div key={column.id} role="gridcell" className={`${styles.cell} ${styles[place]}`}>
      {comes ? <Skeleton width={60 + ((index * 17 + column.id.length * 13) % 60)} />
        : <>{column.named && <span className="quiet">{column.title} </span>}{column.cell(row)}</>}
    </div>
  ));
  return (
    <>
      {cells('before')}
      <div className={styles.lines}>
        <div className={styles.line}>{cells('title')}{cells('corner')}</div>
        <div className={`${styles.line} ${styles.second}`}>{cells('under')}{cells('end')}</div>
      </div>
    </>
  );
}

function useRowHeight(dense: boolean | undefined): number {
  const coarse = matchMedia('(pointer: coarse)').matches;
  return coarse ? (dense ? 40 : 44) : dense ? 28 : 32;
}
