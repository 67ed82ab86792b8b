import { Phone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { useMay, useUser } from '@/app/session/use_session';
import { useDraft } from '@/app/drafts/use_draft';
import { Button } from '@/design/Button';
import { Checkbox, Field } from '@/design/Field';
import { Combobox } from '@/design/Combobox';
import { Page } from '@/design/Page';
import { Notice, Section } from '@/design/Parts';
import { checkPhone, PhoneInput, phoneLibrary, type PhoneCheck } from '@/design/PhoneInput';
import { useSubmit } from '@/design/use_submit';
import { useLead } from '@/features/leads/public';
import { useSlots } from '@/features/slots/public';
import { useCallWrites, useLeadOf, useRecordingPolicy, useRunningCalls } from './queries';
import { useCallsText } from './text';
import styles from './calls.module.css';
import { isShortNumber, ownPhone } from './own_phone';
import { whyNoneReady } from './why_none_ready';

/// Calls a number now. The call itself then lives in the dock, on every page. Another number in the address begins anew.
export default function CallPad() {
  const [params] = useSearchParams();
  return <Pad key={params.toString()} number={params.get('number') ?? ''} leadId={params.get('lead')} />;
}

function Pad({ number, leadId }: { number: string; leadId: string | null }) {
  const t = useCallsText();
  const navigate = useNavigate();
  const draft = useDraft(number ? `call-pad:${number.replace(/\D/g, '')}` : 'call-pad', { text: number });
  const { text } = draft.values;
  const [check, setCheck] = useState<PhoneCheck>({ state: 'unfinished' });
  const [slot, setSlot] = useState<number | null>(null);
  const [picked, setPicked] = useState<boolean | null>(null);
  const policy = useRecordingPolicy().data;
  const sets = useMay('system.read'); // who reads how VSS is set is told the setting, not sent to themselves
  const record = policy ? policy.may_record && (picked ?? policy.by_default) : false;
  const { start } = useCallWrites();
  // Who talks needs a telephone: on an AUTO line VSS itself would (calls refuses it with NO_STATION).
  const user = useUser();
  const seesLeads = useMay('crm.read');
  const talks = useMay('agents.self') && user?.role !== 'admin';
  const { data: all } = useSlots();
  const lines = (all?.items ?? []).filter((one) => !(talks && one.type === 'auto'));
  const ready = lines.filter((one) => one.state === 'READY');
  const mine = (useRunningCalls().data?.items ?? []).find((call) => call.user_id === user?.id);
  const own = ownPhone(lines, user?.id ?? '');
  const away = own && !own.registration.registered ? own : undefined;
  const why = all && ready.length === 0 ? whyNoneReady(lines, user?.id ?? '', mine) : null;
  const none = why && { busy: () => t('inCall', { number: mine!.number }), wrap: () => t('finishing'), others: () => t('allBusy'), none: () => (away ? t('phoneAway', { number: away.number }) : talks ? t('noPhone') : t('noReady')) }[why]();
  const short = isShortNumber(text);
  const pickHint = away ? t('slotHintAway', { number: away.number }) : own?.state === 'READY' ? t('slotHintOwn', { number: own.number }) : t('slotHint');
  // A number that came with the address is judged as one that was typed.
  useEffect(() => { void phoneLibrary().then((library) => setCheck(checkPhone(library, text))); }, [text]);
  const e164 = check.state === 'valid' ? check.e164 : null;
  const { data: found, isPending: seeking } = useLeadOf(e164);
  const { data: known } = useLead(leadId);
  const lead = known ?? found;
  const send = useSubmit(async () => {
    if (e164 === null) return;
    const lead_id = leadId ?? lead?.id;
    const call = await start({ phone_number: e164, ...(policy && { record }), ...(slot !== null && { slot_id: slot }), ...(lead_id && { lead_id }) });
    draft.drop();
    navigate(`/calls/${call.call_id}`);
  });
  const slots = ready.map((one) => ({ value: one.id, text: String(one.number) }));
  return (
    <Page title={t('newCall')} back={{ to: '/calls', label: t('title') }}>
      <div className={styles.pad}><Section>
        <form className="column" noValidate onSubmit={(event) => { event.preventDefault(); void send.submit(); }}>
          {send.message && <Notice tone="fault">{send.message}</Notice>}
          {none && (why === 'busy' ? <Notice tone="accent" action={<Link to={`/calls/${mine!.call_id}`}>{t('toCall')}</Link>}>{none}</Notice> : why === 'wrap' ? <Notice>{none}</Notice> : <Notice tone="warning" action={<Link to="/slots">{t('slots')}</Link>}>{none}</Notice>)}
          <Field label={t('numberToCall')} hint={e164 === null ? t('numberHint') : lead ? t('leadOf', { name: lead.client_name }) : seesLeads && !leadId && !seeking ? t('noLead') : undefined} error={short ? t('shortNumber') : check.state === 'invalid' ? t('badNumber') : send.field('phone_number')}>
            <PhoneInput autoFocus value={text} onChange={(next, judged) => { draft.set({ text: next }); setCheck(judged); send.clear(); }} />
          </Field>
          <Field label={t('slot')} hint={pickHint} error={send.field('slot_id')}>
            <Combobox options={slots} value={slot} onPick={setSlot} placeholder={ready.length ? t('slotAuto') : t('slotAutoNone')} aria-label={t('slot')} />
          </Field>
          <Checkbox label={t('record')} hint={policy && (policy.may_record ? policy.basis === 'consent' && !policy.test_exchange && t('recordConsent') : t(sets ? 'recordSetBasis' : 'recordNoBasis'))}
            checked={record} disabled={!policy?.may_record} onChange={setPicked} />
          <div className="row">
            <Button kind="primary" type="submit" icon={<Phone />} busy={send.busy} blocked={none ?? (short ? t('shortNumber') : e164 === null && t('badNumber'))}>{t('call')}</Button>
          </div>
        </form>
      </Section></div>
    </Page>
  );
}
