import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { ProvisioningCode } from './ProvisioningCode';
import { useSlotsText } from './text';

/// Sets up the phone of a slot that exists already.
export default function PhoneSetup({ slotId, number, onClose }: { slotId: number; number: number; onClose: () => void }) {
  const t = useSlotsText();
  return (
    <Dialog open onClose={onClose} title={t('phoneSetup', { number })} about={t('phoneSetupAbout')} actions={<Button kind="primary" onClick={onClose} autoFocus>{t('phoneSetupDone')}</Button>}>
      <ProvisioningCode slotId={slotId} />
    </Dialog>
  );
}
