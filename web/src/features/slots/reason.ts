import { useCallback } from 'react';
import { session } from '@/app/session/session';
import type { Translate } from '@/i18n';
import { commonTextNow } from '@/i18n/text';
import { hangupInWords } from '@/i18n/words';
import type en from './en';
import { useSlotsText } from './text';

type Texts = Translate<typeof en>;

const myId = () => ('user' in session.state ? session.state.user.id : null);

// The reasons that OTTB gives, in its words. One that is not here (of SIP, of a script) is shown as it came.
const KNOWN: [RegExp, (t: Texts, parts: string[]) => string][] = [
  [/^registered from (.+)$/, (t, [from]) => t('why.registered', { from: from! })],
  [/^waits for its line to register$/, (t) => t('why.waits')],
  [/^wrong password from (.+)$/, (t, [from]) => t('why.wrongPassword', { from: from! })],
  [/^not registered$/, (t) => t('why.notRegistered')],
  [/^the phone does not answer$/, (t) => t('why.phoneSilent')],
  [/^no call is on it$/, (t) => t('why.noCall')],
  [/^the call is in the books$/, (t) => t('why.booked')],
  [/^kept by its .+$/, (t) => t('why.kept')],
  [/^the platform was restarted$/, (t) => t('why.restartedPlatform')],
  [/^assigned to user ([\w-]+)$/, (t, [user]) => t(user === myId() ? 'why.assignedMe' : 'why.assignedUser')],
  [/^assigned to .+$/, (t) => t('why.assigned')],
  [/^taken out of the shared pool$/, (t) => t('why.leftPool')],
  [/^released$/, (t) => t('why.released')],
  [/^restarted$/, (t) => t('why.restarted')],
  [/^reset$/, (t) => t('why.reset')],
  [/^new, in the shared pool$/, (t) => t('why.newInPool')],
  [/^new$/, (t) => t('why.new')],
  [/^(c_\d+) was answered$/, (t, [call]) => t('why.answered', { call: call! })],
  [/^(c_\d+): (\w+)$/, (t, [call, cause]) => t('why.ended', { call: call!, cause: hangupInWords(cause!, commonTextNow()) })],
  [/^(c_\d+) was placed$/, (t, [call]) => t('why.placed', { call: call! })],
];

export function reasonInWords(reason: string, t: Texts): string {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(reason);
    if (found) return say(t, found.slice(1));
  }
  return reason;
}

export function useReasonInWords(): (reason: string) => string {
  const t = useSlotsText();
  return useCallback((reason) => reasonInWords(reason, t), [t]);
}
