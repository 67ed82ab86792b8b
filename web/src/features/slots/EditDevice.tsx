import type { Slot } from '@/api/types';
import { DraftNotice } from '@/app/drafts/DraftNotice';
import { Overtaken } from '@/app/drafts/Overtaken';
import { useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { Field, Input } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { useSlotWrites } from './queries';
import { useSlotsText } from './text';

export function EditDevice({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const t = useSlotsText();
  const common = useCommonText();
  const writes = useSlotWrites();
  const saved = { device: slot.device_id };
  const kept = useDraft(`slot:${slot.id}`, saved);
  const { device } = kept.values;
  const cancel = () => {
    kept.drop();
    onClose();
  };
  const send = useSubmit(async () => {
    await writes.update(slot.id, { device_id: device.trim() });
    kept.drop();
    toast(t('deviceSaved', { number: slot.number }));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('editDevice')} onSend={() => void (kept.settled() && send.submit())}
      actions={<><Button onClick={cancel}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{t('saveDevice')}</Button></>}>
      <DraftNotice draft={kept} />
      <Overtaken draft={kept} saved={saved} fields={{ device: [t('device')] }} />
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Field label={t('device')} need="required" hint={t('deviceHint')} error={send.field('device_id')}><Input value={device} maxLength={64} autoFocus onChange={(event) => kept.set({ device: event.target.value })} /></Field>
    </Dialog>
  );
}
