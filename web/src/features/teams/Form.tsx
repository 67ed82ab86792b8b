import { Trash2, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMay } from '@/app/session/use_session';
import { Button, IconButton } from '@/design/Button';
import { Combobox } from '@/design/Combobox';
import { confirm } from '@/design/confirm';
import { Drawer } from '@/design/Dialog';
import { Field, Input, Select } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast, toastError } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useUsers } from '@/features/users/public';
import { useCommonText } from '@/i18n/text';
import { useTeamWrites, type Team } from './queries';
import styles from './teams.module.css';
import { useTeamsText } from './text';

/// A new team, or with `team` a change of that one.
export function TeamForm({ team, teams, onClose }: { team: Team | null; teams: readonly Team[]; onClose: () => void }) {
  const t = useTeamsText();
  const common = useCommonText();
  const writes = useTeamWrites();
  const mayUpdate = useMay('users.update'), mayDelete = useMay('users.delete');
  const users = useUsers().data?.items;
  const [name, setName] = useState(team?.name ?? '');
  const [leader, setLeader] = useState(team?.lead_user ?? '');
  const [members, setMembers] = useState<readonly string[]>(team?.members ?? []);
  const [tried, setTried] = useState(false);
  const names = useMemo(() => new Map((users ?? []).map((user) => [user.id, user.username])), [users]);
  const others = useMemo(() => new Map(teams.filter((one) => one.id !== team?.id).flatMap((one) => one.members.map((member) => [member, one.name] as const))), [teams, team]);
  const wrong = name.trim() ? undefined : t('nameWants');
  const send = useSubmit(async () => {
    const body = { name: name.trim(), lead_user: leader || null, members: [...members] };
    if (team) await writes.update(team.id, body);
    else await writes.create(body);
    toast(t(team ? 'savedToast' : 'createdToast', { name }));
    onClose();
  });
  const submit = () => {
    setTried(true);
    if (!wrong) void send.submit();
  };
  const remove = async () => {
    if (!team || !(await confirm({ title: t('deleteTitle', { name: team.name }), body: t('deleteBody'), action: t('delete') }))) return;
    try {
      await writes.remove(team);
      toast(t('deletedToast', { name: team.name }));
      onClose();
    } catch (failure) {
      toastError(failure);
    }
  };
  const reads = team !== null && !mayUpdate;
  const nameOf = (id: string) => names.get(id) ?? id;
  const addable = (users ?? []).filter((user) => user.active && !members.includes(user.id))
    .map((user) => ({ value: user.id, text: user.username, detail: others.has(user.id) ? t('fromTeam', { team: others.get(user.id)! }) : undefined }));
  const sorted = [...members].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return (
    <Drawer open onClose={onClose} title={team ? team.name : t('new')} {...(!team && { about: t('createAbout') })} onSend={submit}
      actions={<>
        {team && mayDelete && <Button kind="quiet" icon={<Trash2 />} onClick={() => void remove()}>{t('delete')}</Button>}
        <span className="grow" />
        <Button onClick={onClose}>{reads ? common('close') : common('cancel')}</Button>
        {!reads && <Button kind="primary" type="submit" busy={send.busy}>{team ? t('save') : t('create')}</Button>}
      </>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('name')} need="required" error={(tried && wrong) || send.field('name')}>
        <Input value={name} maxLength={64} readOnly={reads} autoFocus={!team} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t('leader')} hint={t('leaderHint')} error={send.field('lead_user')}>
        <Select value={leader} empty={t('noLeader')} disabled={reads} choices={(users ?? []).filter((user) => user.active || user.id === leader).map((user) => ({ value: user.id, label: user.username }))} onPick={setLeader} />
      </Field>
      {!reads && (
        <Field label={t('addMember')} hint={t('membersHint')} error={send.field('members')}>
          <Combobox key={members.length} options={addable} value={null} placeholder={t('addMember')} onPick={(id) => id && setMembers((before) => [...before, id])} />
        </Field>
      )}
      <section aria-label={t('members')}>
        <h3 className={styles.heading}>{t('members')} <span className="quiet">{members.length}</span></h3>
        {sorted.length === 0 ? <p className="quiet small">{t('noMembers')}</p> : (
          <ul className={styles.members}>
            {sorted.map((id) => (
              <li key={id}>
                <span className="grow clip">{nameOf(id)}</span>
                {others.has(id) && <span className="quiet small">{t('fromTeam', { team: others.get(id)! })}</span>}
                {!reads && <IconButton label={t('removeMember', { name: nameOf(id) })} icon={<X />} onClick={() => setMembers((before) => before.filter((one) => one !== id))} />}
              </li>
            ))}
          </ul>
        )}
      </section>
    </Drawer>
  );
}
