import { Button } from '@/design/Button';
import { ErrorState } from '@/design/ErrorState';
import { formatPhone } from '@/design/format';
import { Skeleton, Timeline } from '@/design/Parts';
import { SlotGlyph, StateWord } from '@/design/StateGlyph';
import { RelativeTime } from '@/design/Time';
import { useSlotHistory } from './queries';
import { reasonInWords } from './reason';
import { useSlotsText } from './text';

/// What the line has been through, newest first.
export function SlotHistory({ id }: { id: number }) {
  const t = useSlotsText();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSlotHistory(id);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="column">{Array.from({ length: 6 }, (_, index) => <Skeleton key={index} height={16} />)}</div>;
  const moves = data.pages.flatMap((page) => page.items);
  if (moves.length === 0) return <p className="quiet small">{t('historyEmpty')}</p>;
  return (
    <>
      <Timeline label={t('history')} entries={moves.map((move) => ({
        id: move.id,
        glyph: <SlotGlyph state={move.to} />,
        title: <StateWord state={move.to} />,
        detail: [reasonInWords(move.reason, t), move.phone_number && formatPhone(move.phone_number), t(`cause.${move.cause}`), move.username && t('by', { username: move.username })].filter(Boolean).join(' · '),
        time: <RelativeTime at={move.at} />,
      }))} />
      {hasNextPage && <Button kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('olderHistory')}</Button>}
    </>
  );
}
