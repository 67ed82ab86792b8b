import { useEffect, useState } from 'react';
import { Phone } from 'lucide-react';
import { api } from '@/api/client';
import { Button } from '@/design/Button';
import { Field } from '@/design/Field';
import { Notice } from '@/design/Parts';
import { phoneLibrary, checkPhone, PhoneInput, type PhoneCheck } from '@/design/PhoneInput';
import { SlotGlyph } from '@/design/StateGlyph';
import { Duration } from '@/design/Time';
import { toastError } from '@/design/toasts';
import { useCall } from '@/features/calls/public';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { hangupInWords } from '@/i18n/words';
import { useDashboardText } from './text';

const TALKING_NUMBER = '+7 999 000-00-01'; // docs/reference/test-exchange.md

/// A real call, followed until it is over.
export function FirstCall({ ready, test }: { ready: boolean; test: boolean }) {
  const t = useDashboardText();
  const common = useCommonText();
  const [text, setText] = useState(test ? TALKING_NUMBER : '');
  const [check, setCheck] = useState<PhoneCheck>({ state: 'unfinished' });
  const [callId, setCallId] = useState<string | null>(null);
  const { data: call } = useCall(callId);
  // A number that stands there already is judged as one that was typed.
  useEffect(() => { void phoneLibrary().then((library) => setCheck((before) => (before.state === 'unfinished' ? checkPhone(library, text) : before))); }, [text]);
  const start = useSubmit(async () => {
    if (check.state !== 'valid') return;
    setCallId((await api.post('/api/call/start', { phone_number: check.e164 })).call_id);
  });
  if (call && call.ended_at === null) {
    return (
      <div className="row" role="status">
        <SlotGlyph state={call.answered_at ? 'ACTIVE_CALL' : 'CALLING'} /><span>{common(`call.${call.state}`)}</span> <Duration since={call.answered_at ?? call.started_at} />
        <Button kind="danger" onClick={() => void api.post('/api/call/end', { call_id: call.call_id }).catch(toastError)}>{t('endCall')}</Button>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); void start.submit(); }} noValidate className="column">
      {start.message && <Notice tone="fault">{start.message}</Notice>}
      {call && <Notice tone="accent">{call.answered_at ? t('callOver') : t('callBroken', { why: hangupInWords(call.hangup_cause ?? '', common) })}</Notice>}
      <Field label={t('numberToCall')} error={check.state === 'invalid' ? t('badNumber') : start.field('phone_number')}>
        <PhoneInput value={text} onChange={(next, judged) => { setText(next); setCheck(judged); }} />
      </Field>
      <div className="row">
        <Button kind="primary" type="submit" icon={<Phone />} busy={start.busy} blocked={!ready ? t('noReadySlot') : check.state !== 'valid' && t('badNumber')}>{t('callNow')}</Button>
      </div>
    </form>
  );
}
