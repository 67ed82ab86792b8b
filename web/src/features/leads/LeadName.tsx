import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { loadLead } from './load_lead';

/// Whose lead it is, as far as the user may see it. Lists show many: what they ask for at once is one request.
export function LeadName({ id }: { id: string | null }) {
  const may = useMay('crm.read');
  const { data: lead, isPending } = useQuery({ queryKey: ['leads', id, 'short'], queryFn: () => loadLead(id!), enabled: may && id !== null });
  return lead ? <Link to={`/leads/${lead.id}`} className="clip">{lead.client_name}</Link> : <span className="quiet">{id === null || isPending ? '' : '—'}</span>;
}
