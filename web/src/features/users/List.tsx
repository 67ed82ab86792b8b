import { FileUp, Plus, ShieldCheck, UsersRound } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { User } from '@/api/types';
import { useCommands } from '@/app/palette/commands';
import { useMay } from '@/app/session/use_session';
import { Badge } from '@/design/Badge';
import { Button } from '@/design/Button';
import { useKeys } from '@/design/keys';
import { FilterChips, Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import type { Column, Sorting } from '@/design/table/columns';
import { PagedTable } from '@/design/table/PagedTable';
import { Moment } from '@/design/Time';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { UserForm } from './Form';
import { keyOfUser, useOneUser, useUserCounts, useUserList } from './queries';
import { useUsersText } from './text';

function useColumns(): Column<User>[] {
  const t = useUsersText();
  const common = useCommonText();
  return useMemo(() => [
    { id: 'username', phone: 'title', title: t('username'), width: 'minmax(120px, 1.2fr)', sort: 'server', cell: (user) => user.username },
    {
      id: 'role', phone: 'corner', title: t('role'), width: '124px', sort: 'server',
      cell: (user) => <Badge>{roleInWords(user.role, common)}</Badge>,
    },
    {
      id: 'active', phone: 'end', title: t('access'), width: '104px',
      cell: (user) => (user.active ? <span className="quiet">{t('active')}</span> : <Badge tone="fault">{t('blocked')}</Badge>),
    },
    {
      id: 'email', phone: 'under', title: t('email'), width: 'minmax(140px, 1.4fr)', sort: 'server',
      cell: (user) => <span className="quiet">{user.email}</span>,
    },
    {
      id: 'last_login_at', title: t('lastLogin'), width: '128px', align: 'right', sort: 'server',
      cell: (user) => <Moment at={user.last_login_at} empty={t('never')} />,
    },
    {
      id: 'created_at', title: t('created'), width: '128px', align: 'right', sort: 'server',
      cell: (user) => <Moment at={user.created_at} />,
    },
  ], [t, common]);
}

export default function UserList() {
  const t = useUsersText();
  const common = useCommonText();
  const navigate = useNavigate();
  const mayCreate = useMay('users.create'), mayRoles = useMay('roles.read');
  const [params, setParams] = useSearchParams();
  const access = params.get('access') ?? '';
  const go = useCallback((next: Record<string, string>) => setParams(next, { replace: true }), [setParams]);
  const here = { ...(access && { access }) };
  const startNew = () => go({ ...here, new: '' });
  useKeys(t('title'), mayCreate ? [{ keys: 'n', label: t('new'), run: startNew }] : []);
  useCommands(mayCreate ? [{ id: 'user new', title: t('new'), group: t('title'), icon: <Plus />, run: startNew }] : []);

  const [text, setText] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ column: 'username', descending: false });
  const list = useUserList({ access, q: text.trim(), ...sorting });
  const { data: counts } = useUserCounts();
  const chips = [
    { id: '', label: common('all'), count: counts?.all },
    { id: 'active', phone: 'end', label: t('active'), count: counts?.active },
    { id: 'blocked', label: t('blocked'), count: counts?.blocked },
  ];
  const columns = useColumns();
  const open = useCallback((user: User) => go({ ...(access && { access }), user: user.id }), [go, access]);
  const button = mayCreate && <Button kind="primary" icon={<Plus />} onClick={startNew}>{t('new')}</Button>;
  const { data: chosen } = useOneUser(params.get('user'));
  return (
    <Page title={t('title')} layout="list" filters={<FilterChips label={t('byAccess')} chips={chips} value={access} onChange={(id) => go(id ? { access: id } : {})} />}
      actions={<>
        <SearchBox label={t('search')} value={text} onChange={setText} />
        <Button icon={<UsersRound />} onClick={() => navigate('/teams')}>{t('teams')}</Button>
        {mayCreate && <Button icon={<FileUp />} onClick={() => navigate('/users/bulk')}>{t('fromFile')}</Button>}
        {mayRoles && <Button icon={<ShieldCheck />} onClick={() => navigate('/roles')}>{t('roles')}</Button>}
        {button}
      </>}>
      <PagedTable label={t('title')} list={list} keyOf={keyOfUser} columns={columns} sorting={sorting} onSort={setSorting} onOpen={open}
        empty={access || text ? <Empty title={common('nothingFits')} /> : <Empty title={t('emptyTitle')} action={button}>{t('emptyText')}</Empty>} />
      {mayCreate && params.has('new') && <UserForm key="new" user={null} onClose={() => go(here)} />}
      {chosen && <UserForm key={chosen.id} user={chosen} onClose={() => go(here)} />}
    </Page>
  );
}
