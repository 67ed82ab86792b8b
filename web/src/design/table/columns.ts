import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  title: ReactNode;
  /// A grid track: '88px', 'minmax(120px, 1fr)'. Widths never follow the content, so nothing moves.
  width: string;
  cell: (row: Row) => ReactNode;
  /// What it sorts by; without it the column does not sort. null comes last. 'server': the server puts the rows in order.
  sort?: ((row: Row) => string | number | null) | 'server';
  align?: 'right';
  /// On a phone a row is two lines: where this stands in them. Columns without a place are left out there.
  phone?: PhonePlace;
  /// On a phone its title stands before what it holds.
  named?: true;
}

/// Before both lines; the first line's beginning and end; the same of the second.
export type PhonePlace = 'before' | 'title' | 'corner' | 'under' | 'end';

export interface Sorting {
  column: string;
  descending: boolean;
}

/// The rows as the grid draws them.
export interface View<Row> {
  count: number | undefined; // undefined: they are being fetched
  rowAt: (index: number) => Row | undefined; // undefined: it comes
  keyOf: (row: Row) => string | number;
}
