import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useMay } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { formatNumber } from '@/design/format';
import { useKeys } from '@/design/keys';
import { Page, SearchBox } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { DataTable, type Column } from '@/design/table/DataTable';
import { useUsers } from '@/features/users/public';
import { TeamForm } from './Form';
import { useTeams, type Team } from './queries';
import { useTeamsText } from './text';

const keyOf = (team: Team) => team.id;

function useColumns(): Column<Team>[] {
  const t = useTeamsText();
  const users = useUsers().data?.items;
  return useMemo(() => {
    const names = new Map((users ?? []).map((user) => [user.id, user.username]));
    const leader = (team: Team) => (team.lead_user === null ? '' : names.get(team.lead_user) ?? '');
    return [
      {
        id: 'name', phone: 'title', title: t('name'), width: 'minmax(120px, 1fr)', sort: (team) => team.name.toLowerCase(),
        cell: (team) => team.name,
      },
      {
        id: 'leader', phone: 'under', named: true, title: t('leader'), width: 'minmax(96px, 1fr)', sort: leader,
        cell: (team) => leader(team) || <span className="quiet">—</span>,
      },
      {
        id: 'members', phone: 'corner', named: true, title: t('members'), width: '112px', align: 'right', sort: (team) => team.members.length,
        cell: (team) => formatNumber(team.members.length),
      },
      {
        id: 'leads', phone: 'end', named: true, title: t('leads'), width: '96px', align: 'right', sort: (team) => team.leads,
        cell: (team) => formatNumber(team.leads),
      },
    ];
  }, [t, users]);
}

export default function TeamList() {
  const t = useTeamsText();
  const mayCreate = useMay('users.create');
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const { data, error, refetch, dataUpdatedAt } = useTeams();
  const go = useCallback((next: Record<string, string>) => setParams(next, { replace: true }), [setParams]);
  const startNew = () => go({ new: '' });
  useKeys(t('title'), mayCreate ? [{ keys: 'n', label: t('new'), run: startNew }] : []);
  const columns = useColumns();
  const fits = useCallback((team: Team) => !text || team.name.toLowerCase().includes(text.toLowerCase()), [text]);
  const open = useCallback((team: Team) => go({ team: team.id }), [go]);
  const button = mayCreate && <Button kind="primary" icon={<Plus />} onClick={startNew}>{t('new')}</Button>;
  const chosen = data?.items.find((team) => team.id === params.get('team'));
  return (
    <Page title={t('title')} layout="list" back={{ to: '/users', label: t('users') }} actions={<><SearchBox label={t('search')} value={text} onChange={setText} />{button}</>}>
      <DataTable label={t('title')} rows={data?.items} error={error} onRetry={() => void refetch()} keyOf={keyOf} columns={columns} fits={fits} fitsKey={`${text}|${dataUpdatedAt}`}
        sorting={{ column: 'name', descending: false }} onOpen={open} empty={<Empty title={t('emptyTitle')} action={button}>{t('emptyText')}</Empty>} />
      {mayCreate && params.has('new') && <TeamForm key="new" team={null} teams={data?.items ?? []} onClose={() => go({})} />}
      {chosen && <TeamForm key={chosen.id} team={chosen} teams={data?.items ?? []} onClose={() => go({})} />}
    </Page>
  );
}
