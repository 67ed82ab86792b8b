import type { Call } from '@/api/types';
import { SlotGlyph } from '@/design/StateGlyph';
import { useCommonText } from '@/i18n/text';
import { isOver } from './queries';

/// Shape and word of where a call is: those of the line that carries it.
export function CallState({ call }: { call: Call }) {
  const t = useCommonText();
  const glyph = call.state === 'failed' ? 'FAULT' : isOver(call) ? 'POSTCALL' : call.answered_at ? 'ACTIVE_CALL' : 'CALLING';
  return <span className="row"><SlotGlyph state={glyph} /> {t(`call.${call.state}`)}</span>;
}
