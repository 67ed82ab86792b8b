import { Button } from '@/design/Button';
import { Notice } from '@/design/Parts';
import { useCommonText } from '@/i18n/text';
import type { DraftOf } from './use_draft';

interface OvertakenProps<Values extends object> {
  draft: DraftOf<Values>;
  saved: Values;
  /// Of each field: its label, and how its value reads where that is not the value itself.
  fields: { [Name in keyof Values]: readonly [label: string, inWords?: (value: Values[Name]) => string] };
}

/// At the head of a form: fields that somebody else changed while they were typed into here. Nothing is sent until the person
/// has chosen for each.
export function Overtaken<Values extends object>({ draft, saved, fields }: OvertakenProps<Values>) {
  const t = useCommonText();
  return draft.overtaken.map((name) => {
    const [label, inWords = String] = fields[name];
    const value = inWords(saved[name]);
    return (
      <Notice key={name} tone="warning" action={<>
        <Button kind="quiet" onClick={() => draft.set({ [name]: saved[name] } as unknown as Partial<Values>)}>{t('draft.take')}</Button>
        <Button kind="quiet" onClick={() => draft.keep(name)}>{t('draft.keep')}</Button>
      </>}>{t(value === '' ? 'draft.emptied' : 'draft.overtaken', { field: label, value })}</Notice>
    );
  });
}
