import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useCommonText } from '@/i18n/text';
import { useKeys } from '../keys';
import { Button } from '../Button';
import { ErrorState } from '../ErrorState';
import { Skeleton } from '../Parts';
import { useOrder } from './use_order';
import styles from './DataTable.module.css';

export interface Column<Row> {
  id: string;
  title: ReactNode;
  /// A grid track: '88px', 'minmax(120px, 1fr)'. Widths never follow the content, so nothing moves.
  width: string;
  cell: (row: Row) => ReactNode;
  /// What it sorts by; without it the column does not sort. null comes last.
  sort?: (row: Row) => string | number | null;
  align?: 'right';
  /// Where there is no room: `wide` columns are left out below 760 px.
  room?: 'wide';
}

export interface Sorting {
  column: string;
  descending: boolean;
}

interface Props<Row> {
  label: string;
  rows: readonly Row[] | undefined; // undefined: they are being fetched
  error?: unknown;
  onRetry?: () => void;
  keyOf: (row: Row) => string | number;
  columns: Column<Row>[];
  fits?: (row: Row) => boolean;
  /// Changes when `fits` means something else: rows are put in order anew.
  fitsKey?: string;
  sorting?: Sorting;
  onOpen?: (row: Row) => void;
  empty: ReactNode; // there are no rows at all: teaches the next step
  nothingFits?: ReactNode;
  /// Below: more pages are there, fetched when the end comes near.
  more?: { hasMore: boolean; loading: boolean; load: () => void };
  dense?: boolean;
}

const everyRow = () => true;

/// A list that stays smooth with thousands of rows that change all the time. `j` `k` Enter Esc; a click opens.
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, error, onRetry, keyOf, columns, fits = everyRow, fitsKey = '', onOpen, empty, nothingFits, more, dense } = props;
  const t = useCommonText();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting | undefined>(props.sorting);
  const [selected, setSelected] = useState<string | number | null>(null);
  const { shown, refresh } = useOrder({ rows, keyOf, fits, fitsKey, columns, sorting });
  const height = useRowHeight(dense);
  const virtual = useVirtualizer({ count: shown.rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  useEffect(() => virtual.measure(), [height, virtual]);

  const items = virtual.getVirtualItems();
  const end = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more?.hasMore && !more.loading && end >= shown.rows.length - 20) more.load();
  }, [more, end, shown.rows.length]);

  const at = selected === null ? -1 : shown.rows.findIndex((row) => keyOf(row) === selected);
  const select = (index: number) => {
    const row = shown.rows[Math.max(0, Math.min(shown.rows.length - 1, index))];
    if (row === undefined) return;
    setSelected(keyOf(row));
    virtual.scrollToIndex(shown.rows.indexOf(row));
  };
  const open = () => at >= 0 && onOpen?.(shown.rows[at]!);
  useKeys(label, [
    { keys: 'j', label: t('keys.next'), run: () => select(at + 1) },
    { keys: 'k', label: t('keys.previous'), run: () => select(at - 1) },
    ...(onOpen ? [{ keys: 'Enter', label: t('keys.open'), run: open }] : []),
    { keys: 'Escape', label: t('keys.deselect'), run: () => setSelected(null) },
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => select(at + 1), ArrowUp: () => select(at - 1), Home: () => select(0), End: () => select(shown.rows.length - 1),
      PageDown: () => select(at + 15), PageUp: () => select(at - 15),
    };
    const move = moves[event.key];
    if (!move || event.target !== event.currentTarget) return;
    event.preventDefault();
    move();
  };

  if (error && !rows) return <ErrorState error={error} onRetry={onRetry} />;
  if (rows?.length === 0 && !more?.loading) return <>{empty}</>;

  const tracks = columns.map((column) => column.width).join(' ');
  const narrow = columns.filter((column) => column.room !== 'wide').map((column) => column.width).join(' ');
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} style={{ '--tracks': tracks, '--tracks-narrow': narrow, '--row-height': `${height}px` } as React.CSSProperties}>
        {/* The grid holds the keyboard focus and names its active row, as rows out of sight do not exist. */}
        <div role="grid" className={styles.grid} aria-label={label} aria-rowcount={shown.rows.length + 1} aria-colcount={columns.length} tabIndex={0}
          aria-activedescendant={at >= 0 ? `${id}-${selected}` : undefined} aria-busy={rows === undefined || undefined} onKeyDown={onKeyDown}>
          <div role="rowgroup" className={styles.header}>
            <div role="row" aria-rowindex={1} className={styles.row}>
              {columns.map((column) => <HeaderCell key={column.id} column={column} sorting={sorting} onSort={setSorting} />)}
            </div>
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: rows ? virtual.getTotalSize() : height * 12 }}>
            {rows === undefined && Array.from({ length: 12 }, (_, index) => (
              <div key={index} role="row" className={`${styles.row} ${styles.placed}`} style={{ transform: `translateY(${index * height}px)` }}>
                {columns.map((column) => <div key={column.id} role="gridcell" className={cellClass(column)}><Skeleton width={`${50 + ((index * 7 + column.id.length * 13) % 40)}%`} /></div>)}
              </div>
            ))}
            {items.map((item) => {
              const row = shown.rows[item.index];
              if (row === undefined) return null;
              const key = keyOf(row);
              return <BodyRow key={key} id={`${id}-${key}`} index={item.index} top={item.start} row={row} columns={columns as Column<unknown>[]} selected={key === selected} dim={!fits(row)} onOpen={onOpen as ((row: unknown) => void) | undefined} />;
            })}
          </div>
        </div>
        {rows !== undefined && shown.rows.length === 0 && rows.length > 0 && <div className={styles.none}>{nothingFits ?? t('nothingFits')}</div>}
        {more?.loading && <div className={styles.none}>{t('loadingMore')}</div>}
      </div>
      <div className={styles.announcer} role="status">
        {(shown.fresh > 0 || shown.stale > 0) && (
          <Button kind="plain" className={styles.announce} onClick={refresh}>
            {[shown.fresh > 0 && t('newRows', { count: shown.fresh }), shown.stale > 0 && t('staleRows', { count: shown.stale })].filter(Boolean).join(' · ')}
          </Button>
        )}
      </div>
    </div>
  );
}

const cellClass = <Row,>(column: Column<Row>) => [styles.cell, column.align === 'right' && styles.right, column.room === 'wide' && styles.wide].filter(Boolean).join(' ');

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
  row: unknown;
  columns: Column<unknown>[];
  selected: boolean;
  dim: boolean;
  onOpen?: ((row: unknown) => void) | undefined;
}

// Only a row whose object, place or selection changed is drawn again. Callers keep `columns` and `onOpen` stable.
const BodyRow = memo(function BodyRow({ id, index, top, row, columns, selected, dim, onOpen }: RowProps) {
  return (
    // The keyboard way is the grid's: j, k, arrows and Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div id={id} role="row" aria-rowindex={index + 2} aria-selected={selected} style={{ transform: `translateY(${top}px)` }}
      className={[styles.row, styles.placed, selected && styles.selected, dim && styles.dim, onOpen && styles.opens].filter(Boolean).join(' ')}
      onClick={(event) => {
        if (!onOpen || (event.target as Element).closest('a, button, input') || event.metaKey || event.ctrlKey || getSelection()?.toString()) return;
        onOpen(row);
      }}>
      {columns.map((column) => <div key={column.id} role="gridcell" className={cellClass(column)}>{column.cell(row)}</div>)}
    </div>
  );
});

function useRowHeight(dense: boolean | undefined): number {
  const coarse = matchMedia('(pointer: coarse)').matches;
  return coarse ? (dense ? 40 : 44) : dense ? 28 : 32;
}
