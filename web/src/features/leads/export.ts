import { exportCsv, type Run } from '@/design/export_csv';
import { queryOf, type LeadFilter, type LeadOrder } from './queries';

/// All leads that fit, with every field that leads have had.
export const exportLeads = (filter: LeadFilter, order: LeadOrder, run: Run): Promise<boolean> =>
  exportCsv('leads.csv', '/api/crm/leads', { ...queryOf(filter, order), fields: '*' }, run);
