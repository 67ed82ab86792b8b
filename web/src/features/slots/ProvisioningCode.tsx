import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import type { Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { useClock } from '@/design/clock';
import { CopyText } from '@/design/CopyText';
import { errorInWords } from '@/design/error_words';
import { formatAge } from '@/design/format';
import { Notice, Skeleton } from '@/design/Parts';
import { QrCode } from '@/design/QrCode';
import { useSlot } from './queries';
import { useSlotsText } from './text';
import styles from './slots.module.css';

const THIS_COMPUTER = /^(localhost|127\.|\[::1\])/;

/// Whether a phone has registered since the code was first shown.
function useNewPhone(slot: Slot | undefined, code: string | undefined): boolean {
  const [before, setBefore] = useState<{ code: string; contact: string | null } | null>(null);
  const contact = slot?.registration.registered ? slot.registration.contact : null;
  useEffect(() => {
    if (slot && code) setBefore((known) => (known?.code === code && contact !== null ? known : { code, contact }));
  }, [slot, code, contact]);
  return contact !== null && before?.code === code && before?.contact !== contact;
}

/// A code that sets up the slot's phone, once: an address, never the password. Says when the phone is there.
export function ProvisioningCode({ slotId }: { slotId: number }) {
  const t = useSlotsText();
  const { data: slot } = useSlot(slotId);
  const { data: offer, error, refetch } = useQuery({
    queryKey: ['provisioning', slotId], queryFn: () => api.post('/api/slots/{id}/provisioning', {} as never, { path: { id: slotId } }),
    staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false,
  });
  const leftS = useClock(() => (offer ? Math.max(0, Math.ceil((Date.parse(offer.expires_at) - Date.now()) / 1000)) : 0));
  const isNewPhone = useNewPhone(slot, offer?.path);
  const again = <Button onClick={() => void refetch()}>{t('newCode')}</Button>;
  if (error) return <Notice tone="fault" action={again}>{errorInWords(error)}</Notice>;
  if (!offer) return <Skeleton height={176} width={176} />;
  // The code has done its work when a phone is there that was not when it was made.
  if (slot && isNewPhone) return <div className="column"><Notice tone="accent">{t('phoneIsThere', { number: slot.number })}</Notice><div className="row">{again}</div></div>;
  const address = location.origin + offer.path;
  return (
    <div className="column">
      <Notice>{t('phoneAwaited')}</Notice>
      <figure className={styles.qr}>
        {leftS > 0 ? <QrCode text={address} label={t('qr')} /> : again}
        <figcaption className="small quiet">{leftS > 0 ? t('codeFor', { age: formatAge(leftS) }) : t('codeOver')}</figcaption>
      </figure>
      <p className="small quiet">{t('qrHint')}</p>
      {leftS > 0 && <CopyText text={address} label={t('codeAddress')} />}
      {THIS_COMPUTER.test(location.host) ? <Notice tone="warning">{t('codeThisComputer', { setting: 'VSS_BIND' })}</Notice> : location.protocol === 'http:' && <Notice tone="warning">{t('codeUnencrypted')}</Notice>}
    </div>
  );
}
