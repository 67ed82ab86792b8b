import { exportCsv, type Run } from '@/design/export_csv';
import type { HistoryFilter, HistoryOrder } from './queries';

/// The records of all calls that fit and are over, in the list's order.
export const exportCalls = ({ user, outcome, from, to, number }: HistoryFilter, order: HistoryOrder, run: Run): Promise<boolean> =>
  exportCsv('calls.csv', '/api/cdr/records', {
    sort: order, ...(user && { user_id: user }), ...(outcome && { disposition: outcome }), ...(from && { start_date: from }), ...(to && { end_date: to }), ...(number && { phone_number: number }),
  }, run);
