import { useEffect, useRef } from 'react';
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
/// has chosen for each; who tries to save is led here.
export function Overtaken<Values extends object>({ draft, saved, fields }: OvertakenProps<Values>) {
  const t = useCommonText();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (draft.asked > 0) place.current?.querySelector('button')?.focus();
  }, [draft.asked]);
  if (draft.overtaken.length === 0) return null;
  return (
    <div ref={place}>
      {draft.asked > 0 && <Notice tone="fault">{t('draft.choose')}</Notice>}
      {draft.overtaken.map((name) => {
        const [label, inWords = String] = fields[name];
        const value = inWords(saved[name]);
        const take = () => draft.set({ [name]: saved[name] } as unknown as Partial<Values>);
        return (
          <Notice key={name} tone="warning" action={<>
            <Button kind="quiet" aria-label={`${t('draft.take')}: ${label}`} onClick={take}>{t('draft.take')}</Button>
            <Button kind="quiet" aria-label={`${t('draft.keep')}: ${label}`} onClick={() => draft.keep(name)}>{t('draft.keep')}</Button>
          </>}>{t(value === '' ? 'draft.emptied' : 'draft.overtaken', { field: label, value })}</Notice>
        );
      })}
    </div>
  );
}
