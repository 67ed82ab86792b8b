import { Badge, type Tone } from '@/design/Badge';
import type { LeadStatus } from './queries';
import { useLeadsText } from './text';

const TONES: Record<LeadStatus, Tone> = { new: 'accent', contacted: 'plain', qualified: 'calling', callback: 'warning', won: 'ready', lost: 'plain', do_not_call: 'fault' };

export function StatusBadge({ status }: { status: LeadStatus }) {
  const t = useLeadsText();
  return <Badge tone={TONES[status]}>{t(`status.${status}`)}</Badge>;
}
