import { useState } from 'react';
import type { User } from '@/api/types';
import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { Field, Input, Select } from '@/design/Field';
import { formatNumber } from '@/design/format';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { useHeirs, useLeadsOf, useUserWrites } from './queries';
import { useUsersText } from './text';

/// Deletes a user once their name is typed; asks who gets their leads.
export function DeleteUser({ user, onClose, onDeleted }: { user: User; onClose: () => void; onDeleted: () => void }) {
  const t = useUsersText();
  const common = useCommonText();
  const writes = useUserWrites();
  const heirs = useHeirs(user);
  const leads = useLeadsOf(user);
  const [heir, setHeir] = useState('');
  const [typed, setTyped] = useState('');
  const missing = typed.trim() !== user.username;
  const send = useSubmit(async () => {
    await writes.remove(user, heir || null);
    toast(t('deletedToast', { name: user.username }));
    onDeleted();
  });
  return (
    <Dialog open onClose={onClose} title={t('deleteTitle', { name: user.username })} about={t('deleteBody')} onSend={() => !missing && void send.submit()}
      actions={<>
        <Button kind="plain" onClick={onClose}>{common('cancel')}</Button>
        <Button kind="danger" type="submit" busy={send.busy} blocked={missing && common('typeNameFirst')}>{t('delete')}</Button>
      </>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      {heirs && leads !== 0 && (
        <Field label={leads === undefined ? t('deleteLeads') : t('deleteLeadsCount', { leads: formatNumber(leads) })} hint={t('deleteLeadsHint')} error={send.field('reassign_to')}>
          <Select value={heir} empty={t('sharedPool')} choices={heirs.map((one) => ({ value: one.id, label: one.username }))} onPick={setHeir} />
        </Field>
      )}
      <Field label={common('typeName', { name: user.username })}><Input value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus /></Field>
    </Dialog>
  );
}
