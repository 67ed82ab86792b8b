// Which rows stand where. Rows keep their place while their values change: an order is made when the person asks for one
// (sort, filter, search, "show"), and held until then. New rows wait, rows that no longer fit stay, both are counted.

export interface Ordering<Row> {
  compare?: ((a: Row, b: Row) => number) | undefined;
  fits: (row: Row) => boolean;
}

export interface Shown<Row> {
  rows: Row[];
  fresh: number; // would be shown, but came later
  stale: number; // are shown, but fit no longer
}

export function makeOrder<Row>(all: readonly Row[], keyOf: (row: Row) => string | number, { compare, fits }: Ordering<Row>): (string | number)[] {
  const rows = all.filter(fits);
  if (compare) rows.sort(compare);
  return rows.map(keyOf);
}

export function applyOrder<Row>(all: readonly Row[], keyOf: (row: Row) => string | number, order: readonly (string | number)[], fits: (row: Row) => boolean): Shown<Row> {
  const known = new Map(all.map((row) => [keyOf(row), row]));
  const placed = new Set(order);
  const rows: Row[] = [];
  let stale = 0;
  for (const key of order) {
    const row = known.get(key);
    if (row === undefined) continue; // gone
    rows.push(row);
    if (!fits(row)) stale += 1;
  }
  let fresh = 0;
  for (const row of all) if (!placed.has(keyOf(row)) && fits(row)) fresh += 1;
  return { rows, fresh, stale };
}
