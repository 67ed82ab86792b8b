import { CalendarPlus, FileUp, Mic, Pencil, Phone, StickyNote, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Schema } from '@/api/types';
import { formatDuration } from '@/design/format';
import { PagedTimeline } from '@/design/table/PagedTimeline';
import { Moment } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { hangupInWords } from '@/i18n/words';
import { leadFieldInWords } from './field_words';
import { STATUSES, useLeadTimeline, type LeadStatus } from './queries';
import { useLeadsText } from './text';

type Item = Schema<'TimelineItem'>;

const ICONS: Record<Item['kind'], ReactNode> = {
  call: <Phone size={14} />, recording: <Mic size={14} />, note: <StickyNote size={14} />, created: <CalendarPlus size={14} />, status: <Pencil size={14} />,
  assigned: <UserRound size={14} />, updated: <Pencil size={14} />, merged: <UserRound size={14} />, imported: <FileUp size={14} />,
};

/// Calls, notes and changes of a lead, newest first.
export function LeadTimeline({ id }: { id: string }) {
  const t = useLeadsText();
  const common = useCommonText();
  const statusOf = (name: string | null) => (STATUSES.includes(name as LeadStatus) ? t(`status.${name as LeadStatus}`) : (name ?? '—'));
  const detailOf = (item: Item): ReactNode => {
    if (item.call) return <Link to={`/calls/${item.call.call_id}`}>{[item.call.number, item.call.hangup_cause ? hangupInWords(item.call.hangup_cause, common) : common(`call.${item.call.state}`)].join(' · ')}</Link>;
    if (item.recording) return <Link to={`/calls/${item.recording.call_id}`}>{formatDuration(item.recording.duration_s)}</Link>;
    if (item.note) return item.note.text;
    if (item.kind === 'status' && item.change) return `${statusOf(item.change.from)} → ${statusOf(item.change.to)}`;
    return item.change?.fields.map((name) => leadFieldInWords(name, t)).join(', ');
  };
  return (
    <PagedTimeline label={t('timeline')} list={useLeadTimeline(id)} empty={<p className="quiet small">{t('timelineEmpty')}</p>} entryOf={(item) => ({
      id: item.id, glyph: ICONS[item.kind], title: <>{t(`kind.${item.kind}`)} <span className="quiet small">{item.username}</span></>, detail: detailOf(item), time: <Moment at={item.at} />,
    })} />
  );
}
