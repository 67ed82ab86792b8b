import { useMemo, useRef } from 'react';
import type { Column, Sorting } from './columns';
import { keepOrder, makeOrder } from './order';

interface Wanted<Row> {
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string | number;
  fits: (row: Row) => boolean;
  fitsKey: string;
  columns: Column<Row>[];
  sorting: Sorting | undefined;
}

export function useOrder<Row>({ rows, keyOf, fits, fitsKey, columns, sorting }: Wanted<Row>): Row[] {
  const held = useRef<{ asked: string; order: (string | number)[] }>({ asked: '', order: [] });
  const by = columns.find((column) => column.id === sorting?.column)?.sort;
  // A list that was empty has no places to keep.
  const asked = `${fitsKey}|${sorting?.column ?? ''}|${sorting?.descending ?? false}|${rows === undefined || rows.length === 0}`;
  return useMemo(() => {
    if (!rows) return [];
    const ordering = { fits, compare: typeof by === 'function' ? compareBy(by, sorting!.descending) : undefined };
    const shown = held.current.asked === asked ? keepOrder(rows, keyOf, held.current.order, ordering) : makeOrder(rows, ordering);
    held.current = { asked, order: shown.map(keyOf) };
    return shown;
    // `fits` and `by` are what `asked` says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, asked, keyOf]);
}

function compareBy<Row>(by: (row: Row) => string | number | null, descending: boolean): (a: Row, b: Row) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const left = by(a), right = by(b);
    if (left === right) return 0;
    if (left === null) return 1;
    if (right === null) return -1;
    return typeof left === 'string' && typeof right === 'string' ? sign * left.localeCompare(right) : sign * (left < right ? -1 : 1);
  };
}
