// Which rows stand where. Rows keep their place while their values change: an order is made when the person asks for one
// (sort, filter, search), and held until then. A row that comes takes its place at once, one that fits no longer goes.

export interface Ordering<Row> {
  compare?: ((a: Row, b: Row) => number) | undefined; // without it the order is that of the rows as they are given
  fits: (row: Row) => boolean;
}

type Key = string | number;

export function makeOrder<Row>(all: readonly Row[], { compare, fits }: Ordering<Row>): Row[] {
  const rows = all.filter(fits);
  if (compare) rows.sort(compare);
  return rows;
}

/// Beyond so many new rows there are no places worth keeping.
const MANY = 100;

/// `order` are the keys as they stood.
export function keepOrder<Row>(all: readonly Row[], keyOf: (row: Row) => Key, order: readonly Key[], ordering: Ordering<Row>): Row[] {
  const { compare, fits } = ordering;
  if (!compare) return makeOrder(all, ordering);
  const known = new Map<Key, Row>();
  for (const row of all) if (fits(row)) known.set(keyOf(row), row);
  const rows: Row[] = [];
  for (const key of order) {
    const row = known.get(key);
    if (row === undefined) continue; // gone
    rows.push(row);
    known.delete(key);
  }
  if (known.size > MANY) return makeOrder(all, ordering);
  for (const row of known.values()) {
    const at = rows.findIndex((one) => compare(row, one) < 0);
    rows.splice(at < 0 ? rows.length : at, 0, row);
  }
  return rows;
}
