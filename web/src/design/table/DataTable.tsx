import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useCommonText } from '@/i18n/text';
import { ErrorState } from '../ErrorState';
import type { Column, Sorting } from './columns';
import { Grid } from './Grid';
import { useOrder } from './use_order';
import styles from './DataTable.module.css';

export type { Column, Sorting } from './columns';

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
  /// The rows take their whole height, and go by with what scrolls the page (`data-page-scroll`).
  inPage?: boolean;
}

const everyRow = () => true;
const NEAR_THE_END = 20;

/// A list that is there as a whole and kept current: what comes new takes its place at once, what is there keeps its own. Lists of
/// what was, which the server keeps in order, are a PagedTable. `j` `k` Enter Esc; a click opens.
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, error, onRetry, keyOf, columns, fits = everyRow, fitsKey = '', onOpen, empty, nothingFits, more, dense, inPage } = props;
  const t = useCommonText();
  const [sorting, setSorting] = useState<Sorting | undefined>(props.sorting);
  const shown = useOrder({ rows, keyOf, fits, fitsKey, columns, sorting });
  const state = useRef({ more, count: shown.length });
  useEffect(() => { state.current = { more, count: shown.length }; });
  const look = useCallback((_first: number, last: number) => {
    const { more: rest, count } = state.current;
    if (rest?.hasMore && !rest.loading && last >= count - NEAR_THE_END) rest.load();
  }, []);
  const loading = more?.loading ?? false;
  useEffect(() => { if (!loading && shown.length === 0) look(0, 0); }, [loading, shown.length, look]); // a page may hold nothing that fits

  if (error && !rows) return <ErrorState error={error} onRetry={onRetry} />;
  if (rows?.length === 0 && !loading && !more?.hasMore) return <>{empty}</>;
  const foot = rows !== undefined && shown.length === 0 && rows.length > 0 ? <div className={styles.none}>{nothingFits ?? t('nothingFits')}</div>
    : loading && <div className={styles.none}>{t('loadingMore')}</div>;
  return (
    <Grid label={label} view={{ count: rows && shown.length, rowAt: (index) => shown[index], keyOf }} columns={columns} sorting={sorting} onSort={setSorting} onOpen={onOpen} onLook={look} dense={dense} inPage={inPage} foot={foot} />
  );
}
