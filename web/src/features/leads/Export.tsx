import { ExportButton } from '@/design/ExportButton';
import { useLeads, type LeadFilter, type LeadOrder } from './queries';
import { useLeadsText } from './text';

/// The leads that the list shows, as CSV.
export function Export({ filter, order }: { filter: LeadFilter; order: LeadOrder }) {
  const t = useLeadsText();
  const list = useLeads(filter, { order });
  return (
    <ExportButton label={t('exportList')} stop={(rows) => t('exporting', { rows })} cut={(rows) => t('exportCut', { rows })} blocked={list.count === 0 && t('nothingFits')}
      save={async (run) => (await import('./export')).exportLeads(filter, order, run)} />
  );
}
