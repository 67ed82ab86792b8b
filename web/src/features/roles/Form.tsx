import { useState } from 'react';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { Overtaken } from '@/app/drafts/Overtaken';
import { changedOnly, useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select, TextArea } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import type { Role } from './matrix';
import { useRoleWrites } from './queries';
import { useRolesText } from './text';

const NAME = /^[A-Za-z0-9._-]{2,64}$/;

/// A new role, which may begin as a copy of another; or with `role` its name and description.
export function RoleForm({ role, roles, onClose }: { role: Role | null; roles: readonly Role[]; onClose: () => void }) {
  const t = useRolesText();
  const common = useCommonText();
  const writes = useRoleWrites();
  const saved = { name: role?.name ?? '', description: role?.description ?? '', from: '' };
  const kept = useDraft(role ? `role:${role.id}` : 'new-role', saved);
  const { values: { name, description, from }, set } = kept;
  const [tried, setTried] = useState(false);
  const wrong = NAME.test(name) ? undefined : t('nameWants');
  const copied = roles.find((one) => one.id === from);
  const send = useSubmit(async () => {
    if (role) await writes.update(role.id, changedOnly(kept, { name, description }));
    else await writes.create({ name, description, permissions: copied?.permissions ?? {}, ...(copied && { scope: copied.scope }) });
    kept.drop();
    toast(t(role ? 'renamedToast' : 'createdToast', { name }));
    onClose();
  });
  const cancel = () => {
    kept.drop();
    onClose();
  };
  const submit = () => {
    if (role && kept.changed.length === 0) return cancel();
    setTried(true);
    if (!wrong && kept.settled()) void send.submit();
  };
  return (
    <Drawer open onClose={onClose} title={role ? t('editTitle', { name: role.name }) : t('new')} {...(!role && { about: t('createAbout') })} onSend={submit}
      actions={<><Button onClick={cancel}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{role ? t('save') : t('create')}</Button></>}>
      <DraftNotice draft={kept} />
      <Overtaken draft={kept} saved={saved} fields={{ name: [t('name')], description: [t('description')], from: [t('from')] }} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('name')} need="required" hint={t('nameHint')} error={(tried && wrong) || send.field('name')}><Input value={name} maxLength={64} autoFocus onChange={(event) => set({ name: event.target.value })} /></Field>
      <Field label={t('description')} error={send.field('description')}><TextArea value={description} maxLength={1000} onChange={(event) => set({ description: event.target.value })} /></Field>
      {!role && (
        <Field label={t('from')} hint={t('fromHint')} error={send.field('permissions')}>
          <Select value={from} empty={t('fromNothing')} choices={roles.map((one) => ({ value: one.id, label: one.name }))} onPick={(value) => set({ from: value })} />
        </Field>
      )}
    </Drawer>
  );
}
