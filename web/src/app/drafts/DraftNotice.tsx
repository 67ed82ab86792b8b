import { useClock } from '@/design/clock';
import { Button } from '@/design/Button';
import { Notice } from '@/design/Parts';
import { Moment } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import type { DraftOf } from './use_draft';

/// At the head of a form that was begun earlier: it is not what is saved.
export function DraftNotice({ draft }: { draft: Pick<DraftOf<object>, 'since' | 'drop'> }) {
  const t = useCommonText();
  if (draft.since === null) return null;
  return <Notice action={<Button kind="quiet" onClick={draft.drop}>{t('draft.discard')}</Button>}>{t('draft.yours')} <Moment at={new Date(draft.since).toISOString()} /></Notice>;
}

const SLOW_MS = 3000; // until then it is on its way

/// Beside a text: where it is, while it is not saved.
export function DraftState({ draft }: { draft: Pick<DraftOf<object>, 'state' | 'at'> }) {
  const t = useCommonText();
  const { state, at } = draft;
  const waits = useClock(() => state !== 'sent' && Date.now() - at > SLOW_MS);
  if (state === 'none') return null;
  return <span className="quiet small">{t(state === 'sent' ? 'draft.sent' : state === 'refused' || waits ? 'draft.kept' : 'draft.saving')}</span>;
}
