import type { Call } from '@/api/types';
import type { Translate } from '@/i18n';
import type en from '@/i18n/en';
import { hangupInWords, outcomeInWords } from '@/i18n/words';

type CommonText = Translate<typeof en>;

type Ended = Pick<Call, 'state' | 'disposition'>;

/// A number that is busy or does not answer is no fault: reports and filters count these apart.
export const isFault = ({ state, disposition }: Ended): boolean => state === 'failed' && (disposition ?? 'failed') === 'failed';

/// Where a call is, in a word; of one that came to nothing, why.
export const stateInWords = ({ state, disposition }: Ended, t: CommonText): string =>
  state === 'failed' && disposition ? outcomeInWords(disposition, t) : t(`call.${state}`);

/// Who ended it, when that was neither of those who talked.
export const endedByOther = ({ ended_by, username }: Pick<Call, 'ended_by' | 'username'>): string | null => (ended_by && ended_by !== username ? ended_by : null);

/// What came of a call, in a word.
export const outcomeOf = ({ disposition, hangup_cause }: Call, t: CommonText): string =>
  disposition ? outcomeInWords(disposition, t) : hangup_cause ? hangupInWords(hangup_cause, t) : '';

/// The same with what ended it, where that says more: "answered · hung up", but not "busy · busy".
export const reasonOf = ({ disposition, hangup_cause }: Call, t: CommonText): string =>
  [...new Set([disposition && outcomeInWords(disposition, t), hangup_cause && hangupInWords(hangup_cause, t)])].filter(Boolean).join(' · ');
