import { formatPhone } from '@/design/format';
import { SlotGlyph, StateWord } from '@/design/StateGlyph';
import { PagedTimeline } from '@/design/table/PagedTimeline';
import { Moment } from '@/design/Time';
import { useSlotHistory } from './queries';
import { reasonInWords } from './reason';
import { useSlotsText } from './text';

/// What the line has been through, newest first.
export function SlotHistory({ id }: { id: number }) {
  const t = useSlotsText();
  return (
    <PagedTimeline label={t('history')} list={useSlotHistory(id)} empty={<p className="quiet small">{t('historyEmpty')}</p>} entryOf={(move) => ({
      id: move.id,
      glyph: <SlotGlyph state={move.to} />,
      title: <StateWord state={move.to} />,
      detail: [reasonInWords(move.reason, t), move.phone_number && formatPhone(move.phone_number), t(`cause.${move.cause}`), move.username && t('by', { username: move.username })].filter(Boolean).join(' · '),
      time: <Moment at={move.at} />,
    })} />
  );
}
