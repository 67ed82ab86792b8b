import type { Ref } from 'react';
import type { Call } from '@/api/types';
import { DraftState } from '@/app/drafts/DraftNotice';
import { useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Field, TextArea } from '@/design/Field';
import { showKeys } from '@/design/keys';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCallWrites } from './queries';
import { useCallsText } from './text';

const NO_NOTE = { text: '' };
export const noteDraftOf = (callId: string): string => `call-note:${callId}`;

/// Writes down what was said, while it is being said. The same text wherever the call's note is shown.
export function NoteForm({ call, field, onSaved }: { call: Call; field?: Ref<HTMLTextAreaElement>; onSaved?: () => void }) {
  const t = useCallsText();
  const { note } = useCallWrites();
  const draft = useDraft(noteDraftOf(call.call_id), NO_NOTE);
  const { text } = draft.values;
  const save = useSubmit(async () => {
    if (!text.trim()) return;
    await note(call, text.trim());
    draft.drop();
    toast(t('noteSaved'));
    onSaved?.();
  });
  return (
    <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void save.submit(); }}>
      {save.message && <Notice tone="fault">{save.message}</Notice>}
      <Field label={t('note')} hint={t('noteHint')} error={save.field('text')}>
        <TextArea ref={field} rows={3} readOnly={save.busy} value={text} onChange={(event) => draft.set({ text: event.target.value })} />
      </Field>
      <div className="row"><Button type="submit" busy={save.busy} keys={showKeys('mod+Enter')} blocked={!text.trim() && t('noteHint')}>{t('saveNote')}</Button><DraftState draft={draft} /></div>
    </form>
  );
}
