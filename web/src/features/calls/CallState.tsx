import type { Call } from '@/api/types';
import { SlotGlyph } from '@/design/StateGlyph';
import { isOver } from './queries';
import { useCallsText } from './text';

/// Shape and word of where a call is: those of the line that carries it.
export function CallState({ call }: { call: Call }) {
  const t = useCallsText();
  const glyph = call.state === 'failed' ? 'FAULT' : isOver(call) ? 'POSTCALL' : call.answered_at ? 'ACTIVE_CALL' : 'CALLING';
  return <span className="row"><SlotGlyph state={glyph} /> {t(`state.${call.state}`)}</span>;
}
