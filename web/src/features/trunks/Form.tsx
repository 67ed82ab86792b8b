import { useState } from 'react';
import type { Trunk } from '@/api/types';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { Overtaken } from '@/app/drafts/Overtaken';
import { changedOnly, useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Drawer } from '@/design/Dialog';
import { Field, Input, TextArea } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { CallerIds } from './CallerIds';
import { useTrunkWrites } from './queries';
import { useTrunksText } from './text';
import { TypeChoice } from './TypeChoice';

interface Draft {
  name: string;
  type: Trunk['type'];
  capacity: string;
  region: string;
  description: string;
  caller_ids: string[];
}

const draftOf = (trunk: Trunk | null): Draft => ({
  name: trunk?.name ?? '', type: trunk?.type ?? 'auto', capacity: String(trunk?.capacity ?? 10),
  region: trunk?.region ?? '', description: trunk?.description ?? '', caller_ids: trunk?.caller_ids ?? [],
});

const bodyOf = (draft: Draft) => ({
  name: draft.name.trim(), type: draft.type, capacity: Number(draft.capacity),
  region: draft.region.trim() || null, description: draft.description.trim() || null, caller_ids: draft.caller_ids,
});

/// A new trunk, or with `trunk` a change of that one.
export function TrunkForm({ trunk, onClose, onDone }: { trunk: Trunk | null; onClose: () => void; onDone?: (trunk: Trunk) => void }) {
  const t = useTrunksText();
  const common = useCommonText();
  const writes = useTrunkWrites();
  const current = draftOf(trunk);
  const kept = useDraft(trunk ? `trunk:${trunk.id}` : 'new-trunk', current);
  const { values: draft, set } = kept;
  const [tried, setTried] = useState(false);
  const capacity = Number(draft.capacity);
  const wrong = {
    name: draft.name.trim() === '' ? t('nameWants') : undefined,
    capacity: !Number.isInteger(capacity) || capacity < 1 || capacity > 999 ? t('capacityWants') : undefined,
  };
  const send = useSubmit(async () => {
    const saved = trunk ? await writes.update(trunk.id, changedOnly(kept, bodyOf(draft))) : await writes.create(bodyOf(draft));
    kept.drop();
    toast(t(trunk ? 'savedToast' : 'createdToast', { name: saved.name }));
    onClose();
    onDone?.(saved);
  });
  const cancel = () => {
    kept.drop();
    onClose();
  };
  const submit = () => {
    if (trunk && kept.changed.length === 0) return cancel();
    setTried(true);
    if (!wrong.name && !wrong.capacity && kept.settled()) void send.submit();
  };
  return (
    <Drawer open onClose={onClose} title={trunk ? t('editTitle', { name: trunk.name }) : t('new')} {...(!trunk && { about: t('createAbout') })} onSend={submit}
      actions={<><Button onClick={cancel}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{trunk ? t('save') : t('create')}</Button></>}>
      <DraftNotice draft={kept} />
      <Overtaken draft={kept} saved={current} fields={{
        name: [t('name')], type: [t('type'), (type) => t(`typeName.${type}`)], capacity: [t('capacity')], region: [t('region')], description: [t('description')],
        caller_ids: [t('callerIds'), (numbers) => numbers.join(', ')],
      }} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('name')} need="required" hint={t('nameHint')} error={(tried && wrong.name) || send.field('name')}>
        <Input value={draft.name} maxLength={100} autoFocus onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <TypeChoice value={draft.type} onChange={(type) => set({ type })} fixed={trunk !== null && trunk.slots_used > 0} />
      <Field label={t('capacity')} need="required" hint={t('capacityHint')} error={(tried && wrong.capacity) || send.field('capacity')}>
        <Input inputMode="numeric" className="num" value={draft.capacity} onChange={(event) => set({ capacity: event.target.value })} />
      </Field>
      <CallerIds numbers={draft.caller_ids} onChange={(caller_ids) => set({ caller_ids })} error={send.field('caller_ids')} />
      <Field label={t('region')} hint={t('regionHint')} error={send.field('region')}><Input value={draft.region} maxLength={64} onChange={(event) => set({ region: event.target.value })} /></Field>
      <Field label={t('description')} error={send.field('description')}><TextArea value={draft.description} maxLength={1000} onChange={(event) => set({ description: event.target.value })} /></Field>
    </Drawer>
  );
}
