import { useState } from 'react';
import type { Call } from '@/api/types';
import { Button } from '@/design/Button';
import { Field, TextArea } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCallWrites } from './queries';
import { useCallsText } from './text';

/// Writes down what was said, while it is being said.
export function NoteForm({ call }: { call: Call }) {
  const t = useCallsText();
  const { note } = useCallWrites();
  const [text, setText] = useState('');
  const save = useSubmit(async () => {
    if (!text.trim()) return;
    await note(call, text.trim());
    setText('');
    toast(t('noteSaved'));
  });
  return (
    <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void save.submit(); }}>
      {save.message && <Notice tone="fault">{save.message}</Notice>}
      <Field label={t('note')} hint={t('noteHint')} error={save.field('text')}>
        <TextArea rows={3} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div className="row"><Button type="submit" busy={save.busy} blocked={!text.trim() && t('noteHint')}>{t('saveNote')}</Button></div>
    </form>
  );
}
