import type { Call } from '@/api/types';
import { useUser } from '@/app/session/use_session';
import { SlotGlyph } from '@/design/StateGlyph';
import { useCommonText } from '@/i18n/text';
import { isFault, stateInWords } from './outcome';
import { isOver } from './queries';
import { useCallsText } from './text';

const FIRST_PHONE = 7000; // 6xxx are AUTO lines, which VSS answers itself; MF and LS slots are telephones

/// Over a telephone's slot the telephone rings first; the number is called when somebody picks up.
export const waitsForPhone = (call: Call): boolean => call.state === 'initiated' && call.number >= FIRST_PHONE;

/// Where a call is, in words: also whom it waits for.
export function useCallState(): (call: Call) => string {
  const t = useCallsText();
  const common = useCommonText();
  const me = useUser()?.id;
  return (call) => {
    if (waitsForPhone(call)) return t(call.user_id === me ? 'pickUp' : 'phoneRings', { number: call.number });
    if (call.hangup_cause === 'line_no_answer') return t('notPickedUp', { number: call.number });
    return stateInWords(call, common);
  };
}

/// The glyph of the line that carries it; only what really failed is a fault.
export function CallGlyph({ call }: { call: Call }) {
  return <SlotGlyph state={isFault(call) ? 'FAULT' : isOver(call) ? 'POSTCALL' : call.answered_at ? 'ACTIVE_CALL' : 'CALLING'} />;
}

/// Shape and word of where a call is.
export function CallState({ call }: { call: Call }) {
  const words = useCallState()(call);
  return <span className="row" title={words}><CallGlyph call={call} /> <span className="clip">{words}</span></span>;
}
