import { useMemo, useRef, useState } from 'react';
import type { Column, Sorting } from './DataTable';
import { applyOrder, makeOrder, type Shown } from './order';

interface Wanted<Row> {
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string | number;
  fits: (row: Row) => boolean;
  fitsKey: string;
  columns: Column<Row>[];
  sorting: Sorting | undefined;
}

export function useOrder<Row>({ rows, keyOf, fits, fitsKey, columns, sorting }: Wanted<Row>): { shown: Shown<Row>; refresh: () => void } {
  const [epoch, setEpoch] = useState(0);
  const held = useRef<{ asked: string; order: (string | number)[] }>({ asked: '', order: [] });
  const by = columns.find((column) => column.id === sorting?.column)?.sort;
  // A list that was empty has no places to keep.
  const asked = `${fitsKey}|${sorting?.column ?? ''}|${sorting?.descending ?? false}|${epoch}|${rows === undefined || rows.length === 0}`;
  const shown = useMemo(() => {
    if (!rows) return { rows: [], fresh: 0, stale: 0 };
    if (held.current.asked !== asked) {
      held.current = { asked, order: makeOrder(rows, keyOf, { fits, compare: by && compareBy(by, sorting!.descending) }) };
    }
    return applyOrder(rows, keyOf, held.current.order, fits);
    // `fits` and `by` are what `asked` says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, asked, keyOf]);
  return { shown, refresh: () => setEpoch((before) => before + 1) };
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
