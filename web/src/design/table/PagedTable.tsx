import type { ReactNode } from 'react';
import type { PagedList } from '@/api/paged_list';
import { useCommonText } from '@/i18n/text';
import { Button } from '../Button';
import { ErrorState } from '../ErrorState';
import type { Column, Sorting } from './columns';
import { Grid } from './Grid';
import styles from './DataTable.module.css';

interface Props<Row> {
  label: string;
  list: PagedList<Row>;
  keyOf: (row: Row) => string | number;
  columns: Column<Row>[];
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
  onOpen?: (row: Row) => void;
  empty: ReactNode; // there are no rows at all: teaches the next step
  dense?: boolean;
}

const nothing = () => undefined;

/// A list of what was, in the server's order, of any length: pages are fetched where somebody looks; what comes new waits behind
/// a word until it is asked for.
export function PagedTable<Row>({ label, list, keyOf, columns, sorting, onSort = nothing, onOpen, empty, dense }: Props<Row>) {
  const t = useCommonText();
  if (list.error && list.count === undefined) return <ErrorState error={list.error} onRetry={list.again} />;
  if (list.count === 0) return <>{empty}</>;
  return (
    <Grid key={list.id} label={label} view={{ count: list.count, rowAt: list.rowAt, keyOf }} columns={columns} sorting={sorting} onSort={onSort} onOpen={onOpen} onLook={list.show} dense={dense}
      foot={list.error ? <ErrorState error={list.error} onRetry={list.again} /> : null}
      pill={list.fresh > 0 && <Button kind="plain" className={styles.announce} onClick={list.refresh}>{t('newRows', { count: list.fresh })}</Button>} />
  );
}
