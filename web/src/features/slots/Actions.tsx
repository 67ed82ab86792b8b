import { Ellipsis, HandHelping, KeyRound, Pencil, QrCode as QrCodeIcon, RotateCcw, RotateCw, Trash2, UserPlus, UserRoundPlus, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Schema, Slot } from '@/api/types';
import { useCommands } from '@/app/palette/commands';
import { useMay, useUser } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { confirm } from '@/design/confirm';
import { Menu, type MenuItem } from '@/design/Menu';
import { toast, toastError } from '@/design/toasts';
import { useCommonText } from '@/i18n/text';
import { obstacle, type Action } from './moves';
import { useSlotWrites } from './queries';
import { useSlotsText } from './text';

const AssignUser = lazy(() => import('./AssignUser').then(({ AssignUser }) => ({ default: AssignUser })));
const EditDevice = lazy(() => import('./EditDevice').then(({ EditDevice }) => ({ default: EditDevice })));
const Credentials = lazy(() => import('./Credentials'));
const PhoneSetup = lazy(() => import('./PhoneSetup'));

type Entry = MenuItem & { label: string; may: boolean };

/// All that can be done with a slot; what cannot be done now says why.
export function SlotActions({ slot }: { slot: Slot }) {
  const t = useSlotsText();
  const common = useCommonText();
  const navigate = useNavigate();
  const writes = useSlotWrites();
  const user = useUser();
  const use = useMay('slots.use'), admin = useMay('slots.admin'), remove = useMay('slots.delete'), update = useMay('slots.update'), seesUsers = useMay('users.read');
  const [sip, setSip] = useState<Schema<'SipCredentials'> | null>(null);
  const [editing, setEditing] = useState(false);
  const [giving, setGiving] = useState(false);
  const [settingUp, setSettingUp] = useState(false);
  const { number, id } = slot;

  const blocked = (action: Action): string | null => {
    const why = obstacle(action, slot, { userId: user?.id ?? '', admin });
    if (why === null) return null;
    return { call: t('blockedCall'), state: t('blockedState', { state: common(`slot.${slot.state}`) }), other: t('blockedOther'), mine: t('blockedMine'), pool: t('blockedPool') }[why];
  };
  const run = (work: () => Promise<unknown>, said?: string) => () => void work().then(() => said && toast(said), toastError);
  const asked = (title: string, body: string, action: string, work: () => Promise<unknown>) => async () => {
    if (await confirm({ title, body, action })) await work();
  };

  const entries: Entry[] = [
    { label: t('assignMe'), icon: <UserPlus />, may: use, blocked: blocked('assignMe'), run: run(() => writes.assign(id, {}), t('assigned', { number })) },
    { label: t('assignUser'), icon: <UserRoundPlus />, may: admin && seesUsers, blocked: blocked('assignUser'), run: () => setGiving(true) },
    { label: t('assignPool'), icon: <Users />, may: admin, blocked: blocked('assignPool'), run: run(() => writes.assign(id, { pool: true }), t('pooled', { number })) },
    { label: t('release'), icon: <HandHelping />, may: use, blocked: blocked('release'), run: run(() => writes.release(id), t('released', { number })) },
    { label: t('restart'), icon: <RotateCw />, may: admin, blocked: blocked('restart'), run: run(() => writes.restart(id), t('restarted', { number })) },
    { label: t('reset'), icon: <RotateCcw />, may: admin, blocked: blocked('reset'), run: run(asked(t('resetTitle', { number }), t('resetBody'), t('reset'), async () => { await writes.reset(id); toast(t('resetDone', { number })); })) },
    { label: t('editDevice'), icon: <Pencil />, may: update, run: () => setEditing(true) },
    { label: t('setUpPhone'), icon: <QrCodeIcon />, may: admin && slot.type !== 'auto', blocked: blocked('setUp'), run: () => setSettingUp(true) },
    { label: t('renew'), icon: <KeyRound />, may: admin, run: run(asked(t('renewTitle', { number }), t('renewBody'), t('renew'), async () => setSip(await writes.renew(id)))) },
    { label: t('delete'), icon: <Trash2 />, danger: true, may: remove, blocked: blocked('delete'), run: run(asked(t('deleteTitle', { number }), t('deleteBody'), t('delete'), async () => {
      await writes.remove(id);
      toast(t('deleted', { number }));
      navigate('/slots');
    })) },
  ];
  const offered = entries.filter((entry) => entry.may);
  useCommands(offered.filter((entry) => !entry.blocked).map((entry) => ({ id: `slot ${entry.label}`, title: `${entry.label} · ${number}`, group: common('palette.page'), icon: entry.icon, run: entry.run! })));
  if (offered.length === 0) return null;
  return (
    <>
      <Menu entries={offered}><Button icon={<Ellipsis />}>{t('actions')}</Button></Menu>
      {sip && <Suspense><Credentials slotId={id} number={number} type={slot.type} sip={sip} onClose={() => setSip(null)} /></Suspense>}
      {settingUp && <Suspense><PhoneSetup slotId={id} number={number} onClose={() => setSettingUp(false)} /></Suspense>}
      {giving && <Suspense><AssignUser slot={slot} onClose={() => setGiving(false)} /></Suspense>}
      {editing && <Suspense><EditDevice slot={slot} onClose={() => setEditing(false)} /></Suspense>}
    </>
  );
}
