import { Ellipsis, Lock, Plus, ShieldCheck, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMay, useSession } from '@/app/session/use_session';
import { Button, IconButton } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { ErrorState } from '@/design/ErrorState';
import { useKeys } from '@/design/keys';
import { Menu } from '@/design/Menu';
import { Page, SearchBox } from '@/design/Page';
import { Skeleton } from '@/design/Parts';
import { toast, toastError } from '@/design/toasts';
import { Tooltip } from '@/design/Tooltip';
import { useCommonText } from '@/i18n/text';
import { roleAboutInWords, roleInWords } from '@/i18n/words';
import { Changes } from './Changes';
import { RoleForm } from './Form';
import { Matrix } from './Matrix';
import { catalogueOf, isSame, storedOf, type Role } from './matrix';
import { useHolders, useRoles, useRoleWrites } from './queries';
import { Scopes } from './Scopes';
import { SecondFactorDialog } from './SecondFactor';
import { useRolesText } from './text';
import { useDrafts } from './use_drafts';
import { resourceInWords } from './words';
import styles from './roles.module.css';

const NONE: Role[] = [];

export default function Roles() {
  const t = useRolesText();
  const common = useCommonText();
  const state = useSession();
  const { data, error, refetch } = useRoles();
  const holders = useHolders();
  const writes = useRoleWrites();
  const mayCreate = useMay('roles.create'), mayUpdate = useMay('roles.update'), mayDelete = useMay('roles.delete');
  const [text, setText] = useState('');
  const [form, setForm] = useState<Role | 'new' | null>(null);
  const [factor, setFactor] = useState(false);
  const [saving, setSaving] = useState(false);
  const roles = data?.items ?? NONE;
  const own = 'permissions' in state ? state.permissions : null;
  const catalogue = useMemo(() => catalogueOf(own ?? [], roles), [own, roles]);
  const drafts = useDrafts(roles, catalogue);
  useKeys(t('title'), mayCreate ? [{ keys: 'n', label: t('new'), run: () => setForm('new') }] : []);

  const save = async () => {
    setSaving(true);
    try {
      for (const { role, change, reaches } of drafts.changes) {
        await writes.update(role.id, {
          ...(!isSame(change) && { permissions: storedOf(drafts.grants(role), role.permissions, catalogue) }),
          ...(reaches.length > 0 && { scope: drafts.scopeOf(role) }),
        });
      }
      toast(t('savedToast', { count: drafts.changes.length }));
      await refetch();
      drafts.discard();
    } catch (failure) {
      toastError(failure);
    } finally {
      setSaving(false);
    }
  };
  const remove = async (role: Role) => {
    if (!(await confirm({ title: t('deleteTitle', { name: role.name }), body: t('deleteBody'), action: t('delete') }))) return;
    await writes.remove(role).then(() => toast(t('deletedToast', { name: role.name })), toastError);
  };
  const head = (role: Role) => (
    <span className={styles.head}>
      <span>
        <b>{roleInWords(role.name, common)}</b>
        <small className={`quiet ${styles.about}`}>{roleAboutInWords(role.name, role.description, common)}</small>
        <small className="quiet">{holders ? t('holders', { count: holders.get(role.name) ?? 0 }) : ' '}</small>
      </span>
      {role.built_in
        ? <Tooltip text={t('builtIn')}><span className={styles.lock} role="img" aria-label={t('builtIn')}><Lock size={13} aria-hidden /></span></Tooltip>
        : (mayUpdate || mayDelete) && (
          <Menu entries={[
            ...(mayUpdate ? [{ label: t('edit'), run: () => setForm(role) }] : []),
            ...(mayDelete ? [{ label: t('delete'), icon: <Trash2 />, danger: true, blocked: (holders?.get(role.name) ?? 0) > 0 && t('inUse', { count: holders?.get(role.name) ?? 0 }), run: () => void remove(role) }] : []),
          ]}>
            <IconButton label={t('actionsOf', { name: role.name })} icon={<Ellipsis />} />
          </Menu>
        )}
    </span>
  );
  const editable = (role: Role) => mayUpdate && !role.built_in;
  const shown = text ? catalogue.filter((permission) => `${permission} ${resourceInWords(permission.slice(0, permission.indexOf('.')), t)}`.toLowerCase().includes(text.toLowerCase())) : catalogue;
  return (
    <Page title={t('title')} layout="list" back={{ to: '/users', label: t('users') }}
      actions={<><SearchBox label={t('search')} value={text} onChange={setText} />{mayUpdate && <Button icon={<ShieldCheck />} onClick={() => setFactor(true)}>{t('factor')}</Button>}{mayCreate && <Button kind="primary" icon={<Plus />} onClick={() => setForm('new')}>{t('new')}</Button>}</>}>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <div className={styles.loading}><Skeleton width={320} height={18} /><Skeleton height={14} /><Skeleton height={14} /></div> : (
        <div className={styles.frame}>
          <div className={styles.scroller}>
            <Matrix roles={roles} catalogue={shown} grants={drafts.grants} isChanged={drafts.isChanged} onToggle={drafts.toggle} editable={editable} head={head}
              above={!text && <Scopes roles={roles} scopeOf={drafts.scopeOf} onPick={drafts.pick} editable={editable} />} />
          </div>
          {drafts.changes.length > 0 && <Changes changes={drafts.changes} holders={holders} saving={saving} onSave={() => void save()} onDiscard={drafts.discard} />}
        </div>
      )}
      {factor && <SecondFactorDialog roles={roles} onClose={() => setFactor(false)} />}
      {form && <RoleForm role={form === 'new' ? null : roles.find(({ id }) => id === form.id) ?? form} roles={roles} onClose={() => setForm(null)} />}
    </Page>
  );
}
