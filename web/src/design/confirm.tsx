import { useState } from 'react';
import { useCommonText } from '@/i18n/text';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Field, Input } from './Field';
import { makeStore, useStore } from './store';

export interface Question {
  title: string; // names the thing: "Delete trunk North?"
  body: string; // what will happen
  action: string; // the verb: "Delete trunk"
  /// Must be typed before it can be done, for what cannot be undone and hits many.
  typeName?: string;
  kind?: 'danger' | 'primary';
}

const store = makeStore<(Question & { answer: (yes: boolean) => void }) | null>(null);

/// Asks; true when the person says yes.
export const confirm = (question: Question): Promise<boolean> =>
  new Promise((resolve) => {
    store.get()?.answer(false);
    store.set({ ...question, answer: (yes) => { store.set(null); resolve(yes); } });
  });

export function ConfirmHost() {
  const question = useStore(store);
  return question && <Ask key={question.title} question={question} answer={question.answer} />;
}

function Ask({ question, answer }: { question: Question; answer: (yes: boolean) => void }) {
  const t = useCommonText();
  const [typed, setTyped] = useState('');
  const missing = question.typeName !== undefined && typed.trim() !== question.typeName;
  return (
    <Dialog open onClose={() => answer(false)} title={question.title} about={question.body} onSend={() => !missing && answer(true)}
      actions={<>
        <Button kind="plain" onClick={() => answer(false)}>{t('cancel')}</Button>
        <Button kind={question.kind ?? 'danger'} type="submit" blocked={missing && t('typeNameFirst')}>{question.action}</Button>
      </>}>
      {question.typeName !== undefined && (
        <Field label={t('typeName', { name: question.typeName })}><Input value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus /></Field>
      )}
    </Dialog>
  );
}
