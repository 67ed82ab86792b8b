import { useState } from 'react';
import type { Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { Combobox } from '@/design/Combobox';
import { Dialog } from '@/design/Dialog';
import { Field } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useUsers } from '@/features/users/public';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { useSlotWrites } from './queries';
import { useSlotsText } from './text';

/// Gives the slot to one person: only they call over it then.
export function AssignUser({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const t = useSlotsText();
  const common = useCommonText();
  const { assign } = useSlotWrites();
  const users = (useUsers().data?.items ?? []).filter((user) => user.active);
  const [user, setUser] = useState<string | null>(null);
  const send = useSubmit(async () => {
    if (!user) return;
    await assign(slot.id, { user_id: user });
    toast(t('givenTo', { number: slot.number, name: users.find((one) => one.id === user)?.username ?? '' }));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('assignUserTitle', { number: slot.number })} about={t('assignUserAbout')} onSend={() => void send.submit()}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy} blocked={!user && t('assignUserFirst')}>{t('assignUserDo')}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('user')} need="required" error={send.field('user_id')}>
        <Combobox value={user} onPick={setUser} options={users.map((one) => ({ value: one.id, text: one.username, detail: roleInWords(one.role, common) }))} />
      </Field>
    </Dialog>
  );
}
