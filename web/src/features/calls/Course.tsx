import type { Call } from '@/api/types';
import { formatTimeOfDay } from '@/design/format';
import { Timeline } from '@/design/Parts';
import { SlotGlyph } from '@/design/StateGlyph';
import { useCommonText } from '@/i18n/text';
import { isFault } from './outcome';
import { useCallsText } from './text';

/// How far a call has come, from the call itself: while it runs, and for those who do not see records. A step is
/// called what the state that it begins is called.
export function Course({ call }: { call: Call }) {
  const t = useCallsText();
  const common = useCommonText();
  const steps = ([
    ['initiated', call.started_at, 'REGISTERING'], ['ringing', call.ringing_at, 'CALLING'], ['answered', call.answered_at, 'ACTIVE_CALL'], ['ended', call.ended_at, isFault(call) ? 'FAULT' : 'POSTCALL'],
  ] as const).flatMap(([what, at, state]) => (at ? [{ id: what, glyph: <SlotGlyph state={state} />, title: common(`call.${what}`), time: <time dateTime={at} className="num">{formatTimeOfDay(at)}</time> }] : []));
  return <Timeline label={t('ladder')} entries={steps} />;
}
