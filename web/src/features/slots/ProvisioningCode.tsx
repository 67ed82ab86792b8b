import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { api } from '@/api/client';
import type { Slot } from '@/api/types';
import { Button } from '@/design/Button';
import { useClock } from '@/design/clock';
import { CopyText } from '@/design/CopyText';
import { errorInWords } from '@/design/error_words';
import { formatAge } from '@/design/format';
import { Notice, Skeleton } from '@/design/Parts';
import { QrCode } from '@/design/QrCode';
import { SlotGlyph } from '@/design/StateGlyph';
import { useEvent } from '@/realtime/realtime';
import { useSlot } from './queries';
import { useSlotsText } from './text';
import styles from './slots.module.css';

const THIS_COMPUTER = /^(localhost|127\.|\[::1\])/;

/// Whether a phone has registered since the code was first shown: another one, or, once the address was fetched, any.
function useNewPhone(slot: Slot | undefined, code: string | undefined, fetchedAt: number | null): boolean {
  const [before, setBefore] = useState<{ code: string; contact: string | null } | null>(null);
  const contact = slot?.registration.registered ? slot.registration.contact : null;
  useEffect(() => {
    if (slot && code) setBefore((known) => (known?.code === code && contact !== null ? known : { code, contact }));
  }, [slot, code, contact]);
  // Its address may be the one that it had before: the slot left REGISTERING again.
  const back = slot !== undefined && slot.state !== 'REGISTERING' && slot.state !== 'FAULT' && fetchedAt !== null && Date.parse(slot.state_since) >= fetchedAt;
  if (contact !== null && back) return true;
  return contact !== null && before?.code === code && before?.contact !== contact;
}

/// When the address was fetched: the slot's password is made in that moment.
function useFetched(slotId: number, code: string | undefined): number | null {
  const [fetched, setFetched] = useState<{ code: string | undefined; at: number } | null>(null);
  useEvent('slot.update', useCallback((told: { id: number; change?: string; ts: string }) => {
    if (told.id === slotId && told.change === 'credentials') setFetched({ code, at: Date.parse(told.ts) });
  }, [slotId, code]));
  return code !== undefined && fetched?.code === code ? fetched.at : null;
}

/// How far the phone has come; the first step that is not done is the one that is waited for.
function Steps({ steps }: { steps: { done: boolean; words: string; wait: string; ahead: string }[] }) {
  const current = steps.findIndex((step) => !step.done);
  return (
    <div role="status"><ol className={styles.steps}>
      {steps.map((step, index) => (
        <li key={step.ahead} aria-current={index === current ? 'step' : undefined}>
          {step.done ? <Check aria-hidden size={14} /> : <SlotGlyph state={index === current ? 'REGISTERING' : 'IDLE'} />}
          <span>{step.done ? step.words : index === current ? step.wait : step.ahead}</span>
        </li>
      ))}
    </ol></div>
  );
}

/// A code that sets up the slot's phone, once: an address, never the password. Says how far the phone has come.
export function ProvisioningCode({ slotId }: { slotId: number }) {
  const t = useSlotsText();
  const { data: slot } = useSlot(slotId);
  const { data: offer, error, refetch } = useQuery({
    queryKey: ['provisioning', slotId], queryFn: () => api.post('/api/slots/{id}/provisioning', {} as never, { path: { id: slotId } }),
    staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false,
  });
  const leftS = useClock(() => (offer ? Math.max(0, Math.ceil((Date.parse(offer.expires_at) - Date.now()) / 1000)) : 0));
  const fetchedAt = useFetched(slotId, offer?.path);
  const registered = useNewPhone(slot, offer?.path, fetchedAt);
  const fetched = fetchedAt !== null || registered;
  const again = <Button onClick={() => void refetch()}>{t('newCode')}</Button>;
  if (error) return <Notice tone="fault" action={again}>{errorInWords(error)}</Notice>;
  if (!offer) return <Skeleton height={176} width={176} />;
  const number = slot?.number ?? '';
  const steps = (
    <Steps steps={[
      { done: fetched, words: t('addressFetched'), wait: t('phoneAwaited'), ahead: t('addressFetched') },
      { done: registered, words: t('phoneIsThere', { number }), wait: t('registrationAwaited'), ahead: t('registrationAhead') },
      { done: registered && slot?.state !== 'REGISTERING' && slot?.state !== 'FAULT', words: t('phoneReady'), wait: t('phoneReady'), ahead: t('phoneReady') },
    ]} />
  );
  // Fetched, the code has done its work.
  if (fetched) return <div className="column">{steps}{!registered && <p className="small quiet">{t('registrationHint')}</p>}<div className="row">{again}</div></div>;
  const address = location.origin + offer.path;
  return (
    <div className="column">
      {steps}
      <figure className={styles.qr}>
        {leftS > 0 ? <QrCode text={address} label={t('qr')} /> : again}
        <figcaption className="small quiet">{leftS > 0 ? t('codeFor', { age: formatAge(leftS) }) : t('codeOver')}</figcaption>
      </figure>
      <p className="small quiet">{t('qrHint')}</p>
      {leftS > 0 && <CopyText text={address} label={t('codeAddress')} />}
      {THIS_COMPUTER.test(location.host) ? <Notice tone="warning">{t('codeThisComputer', { setting: 'VSS_BIND' })}</Notice>
        : location.protocol === 'http:' && <Notice tone="warning">{t('codeUnencrypted')}</Notice>}
    </div>
  );
}
