import { KeyRound, ShieldOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { User } from '@/api/types';
import { useMay, useUser } from '@/app/session/use_session';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select, Switch } from '@/design/Field';
import { KeyValue, Notice } from '@/design/Parts';
import { TimeAndAge } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useRoles } from '@/features/roles/public';
import { useTeams } from '@/features/teams/public';
import { useCommonText } from '@/i18n/text';
import { roleAboutInWords, roleInWords } from '@/i18n/words';
import { DeleteUser } from './DeleteUser';
import { NewPassword } from './NewPassword';
import { isPassword, makePassword } from './password';
import { useUserWrites } from './queries';
import { useUsersText } from './text';

interface Draft {
  username: string;
  email: string;
  role: string;
  team: string; // '': none
  active: boolean;
}

const NAME = /^[A-Za-z0-9._-]{3,64}$/;

/// A new user, or with `user` a change of that one.
export function UserForm({ user, onClose }: { user: User | null; onClose: () => void }) {
  const t = useUsersText();
  const common = useCommonText();
  const me = useUser();
  const writes = useUserWrites();
  const roles = useRoles().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  const mayUpdate = useMay('users.update'), mayDelete = useMay('users.delete'), mayAudit = useMay('audit.read');
  const kept = useDraft<Draft>(user ? `user:${user.id}` : 'new-user', { username: user?.username ?? '', email: user?.email ?? '', role: user?.role ?? 'operator', team: user?.team_id ?? '', active: user?.active ?? true });
  const { values: draft, set } = kept;
  const [password, setPassword] = useState(user ? null : makePassword()); // null: stays as it is; never in a draft
  const [tried, setTried] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [made, setMade] = useState<{ username: string; password: string } | null>(null);
  const wrong = {
    username: NAME.test(draft.username) ? undefined : t('usernameWants'),
    password: password === null || isPassword(password) ? undefined : t('passwordWants'),
  };
  const send = useSubmit(async () => {
    const email = draft.email.trim() || null;
    const team_id = draft.team || null;
    const moved = team_id !== (user?.team_id ?? null) && { team_id };
    if (user) await writes.update(user.id, { username: draft.username, email, role: draft.role, active: draft.active, ...moved, ...(password !== null && { password }) });
    else await writes.create({ username: draft.username, email, role: draft.role, password: password!, ...moved });
    kept.drop();
    toast(t(user ? 'savedToast' : 'createdToast', { name: draft.username }));
    if (password !== null) setMade({ username: draft.username, password });
    else onClose();
  });
  const cancel = () => {
    kept.drop();
    onClose();
  };
  const submit = () => {
    setTried(true);
    if (!wrong.username && !wrong.password) void send.submit();
  };
  const resetFactor = async (whose: User) => {
    if (!(await confirm({ title: t('resetFactorTitle', { name: whose.username }), body: t('resetFactorBody'), action: t('resetFactor') }))) return;
    await writes.resetSecondFactor(whose).then(() => toast(t('resetFactorToast', { name: whose.username })), toastError);
  };
  if (made) return <NewPassword {...made} onClose={onClose} />;
  const own = user !== null && user.id === me?.id;
  const reads = user !== null && !mayUpdate;
  const about = roleAboutInWords(draft.role, roles.find((role) => role.name === draft.role)?.description ?? '', common);
  const choices = [...new Set([...roles.map((role) => role.name), draft.role])].map((name) => ({ value: name, label: roleInWords(name, common) }));
  return (
    <>
    <Drawer open onClose={onClose} title={user ? user.username : t('new')} {...(!user && { about: t('createAbout') })} onSend={submit}
      actions={<>
        {user && mayDelete && <Button kind="quiet" icon={<Trash2 />} blocked={own && t('notOneself')} onClick={() => setDeleting(true)}>{t('delete')}</Button>}
        <span className="grow" />
        <Button onClick={cancel}>{reads ? common('close') : common('cancel')}</Button>
        {!reads && <Button kind="primary" type="submit" busy={send.busy}>{user ? t('save') : t('create')}</Button>}
      </>}>
      <DraftNotice draft={kept} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('username')} need="required" hint={t('usernameHint')} error={(tried && wrong.username) || send.field('username')}>
        <Input value={draft.username} maxLength={64} readOnly={reads} autoFocus={!user} onChange={(event) => set({ username: event.target.value })} />
      </Field>
      <Field label={t('email')} error={send.field('email')}><Input type="email" value={draft.email} maxLength={254} readOnly={reads} onChange={(event) => set({ email: event.target.value })} /></Field>
      <Field label={t('role')} need="required" hint={about || t('roleHint')} error={send.field('role')}>
        <Select value={draft.role} choices={choices} disabled={reads} onPick={(role) => set({ role })} />
      </Field>
      {(teams.length > 0 || draft.team) && (
        <Field label={t('team')} hint={t('teamHint')} error={send.field('team_id')}>
          <Select value={draft.team} empty={t('noTeam')} choices={teams.map((team) => ({ value: team.id, label: team.name }))} disabled={reads} onPick={(team) => set({ team })} />
        </Field>
      )}
      {password !== null ? (
        <Field label={user ? t('newPassword') : t('password')} need="required" hint={t('passwordHint')} error={(tried && wrong.password) || send.field('password')}>
          <Input className="mono" value={password} maxLength={72} onChange={(event) => setPassword(event.target.value)} />
        </Field>
      ) : !reads && <div><Button icon={<KeyRound />} onClick={() => setPassword(makePassword())}>{t('setPassword')}</Button></div>}
      {user && !reads && <Switch label={t('mayEnter')} hint={own ? t('notOneself') : t('mayEnterHint')} checked={draft.active} onChange={(active) => !own && set({ active })} />}
      {user?.second_factor && !reads && !own && <div><Button icon={<ShieldOff />} onClick={() => void resetFactor(user)}>{t('resetFactor')}</Button></div>}
      {user && (
        <KeyValue rows={[
          [t('secondFactor'), t(user.second_factor ? 'factorOn' : 'factorOff')],
          [t('lastLogin'), user.last_login_at ? <TimeAndAge key="l" at={user.last_login_at} /> : t('never')],
          [t('created'), <TimeAndAge key="c" at={user.created_at} />],
          mayAudit && [t('audit'), <Link key="a" to={`/audit?user_id=${user.id}`}>{t('whatTheyDid')}</Link>],
        ]} />
      )}
    </Drawer>
    {user && deleting && <DeleteUser user={user} onClose={() => setDeleting(false)} onDeleted={onClose} />}
    </>
  );
}
