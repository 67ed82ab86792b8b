import { Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { Trunk } from '@/api/types';
import { useMay } from '@/app/session/use_session';
import { TypeBadge } from '@/design/TypeBadge';
import { Button, IconButton } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { ErrorState } from '@/design/ErrorState';
import { useKeys } from '@/design/keys';
import { Meter } from '@/design/Meter';
import { Page } from '@/design/Page';
import { Empty, KeyValue, Section, Skeleton } from '@/design/Parts';
import { PhoneNumber } from '@/design/PhoneNumber';
import { TimeAndAge } from '@/design/Time';
import { toast, toastError } from '@/design/toasts';
import { SlotTable } from '@/features/slots/public';
import { useCommonText } from '@/i18n/text';
import { Provider } from './Provider';
import { useTrunk, useTrunkWrites } from './queries';
import { useTrunksText } from './text';
import styles from './trunks.module.css';

const TrunkForm = lazy(async () => ({ default: (await import('./Form')).TrunkForm }));

export default function TrunkDetail() {
  const t = useTrunksText();
  const id = Number(useParams().id);
  const { data: trunk, error, refetch } = useTrunk(id);
  const back = { to: '/trunks', label: t('title') };
  if (error) return <Page title={t('title')} back={back}><ErrorState error={error} onRetry={() => void refetch()} /></Page>;
  if (!trunk) return <Page title={t('title')} back={back}><Skeleton width={240} height={18} /></Page>;
  return <Loaded trunk={trunk} back={back} />;
}

function Loaded({ trunk, back }: { trunk: Trunk; back: { to: string; label: string } }) {
  const t = useTrunksText();
  const common = useCommonText();
  const navigate = useNavigate();
  const writes = useTrunkWrites();
  const mayUpdate = useMay('trunks.update'), mayDelete = useMay('trunks.delete'), maySlots = useMay('slots.read'), mayAdd = useMay('slots.create');
  const [editing, setEditing] = useState(false);
  const remove = async () => {
    if (!(await confirm({ title: t('deleteTitle', { name: trunk.name }), body: t('deleteBody', { count: trunk.slots_used }), action: t('delete'), typeName: trunk.name }))) return;
    try {
      await writes.remove(trunk.id);
      toast(t('deleted', { name: trunk.name }));
      navigate('/trunks');
    } catch (failure) {
      toastError(failure);
    }
  };
  useKeys(t('title'), [...(mayUpdate ? [{ keys: 'e', label: t('edit'), run: () => setEditing(true) }] : []), { keys: 'u', label: common('keys.back'), run: () => navigate('/trunks') }]);
  const add = mayAdd && <Link className="row" to={`/slots?new=${trunk.id}`}><Plus size={15} aria-hidden />{t('addSlots')}</Link>;
  return (
    <Page title={trunk.name} heading={<>{trunk.name} <TypeBadge type={trunk.type} /></>} back={back} layout="wide"
      actions={<>
        {mayUpdate && <Button icon={<Pencil />} onClick={() => setEditing(true)}>{t('edit')}</Button>}
        {mayDelete && <IconButton label={t('delete')} icon={<Trash2 />} onClick={() => void remove()} />}
      </>}>
      <div className={styles.top}>
        <Section title={t('about')}>
          <KeyValue rows={[
            [t('capacity'), <Meter key="m" value={trunk.slots_used} of={trunk.capacity} label={t('slotsOf', { used: trunk.slots_used, capacity: trunk.capacity })} />],
            [t('provider'), <Provider key="p" id={trunk.provider_id} />],
            [t('callerIds'), trunk.caller_ids.length > 0 ? <ul>{trunk.caller_ids.map((number) => <li key={number}><PhoneNumber number={number} /></li>)}</ul> : t('callerIdsNone')],
            [t('region'), trunk.region],
            [t('description'), trunk.description],
            [t('created'), <TimeAndAge key="c" at={trunk.created_at} />],
            [t('changed'), <TimeAndAge key="u" at={trunk.updated_at} />],
          ]} />
        </Section>
        {maySlots && (
          <Section title={t('slots')} action={add} flush>
            <div className={styles.slots}><SlotTable trunkId={trunk.id} empty={<Empty title={t('noSlots')} action={add} />} /></div>
          </Section>
        )}
      </div>
      {editing && <Suspense><TrunkForm trunk={trunk} onClose={() => setEditing(false)} /></Suspense>}
    </Page>
  );
}
