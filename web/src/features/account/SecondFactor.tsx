import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, RefreshCw, ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { api } from '@/api/client';
import type { Schema } from '@/api/types';
import { session } from '@/app/session/session';
import { Button } from '@/design/Button';
import { CopyText } from '@/design/CopyText';
import { Dialog } from '@/design/Dialog';
import { saveAs } from '@/design/download';
import { ErrorState } from '@/design/ErrorState';
import { Field, Input } from '@/design/Field';
import { Notice, Section, Skeleton } from '@/design/Parts';
import { QrCode } from '@/design/QrCode';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { useAccountText } from './text';
import styles from './account.module.css';

const KEY = ['account', 'second factor'];
const FEW_CODES = 3;

/// Codes of an app on the telephone, beside the password.
export function SecondFactor() {
  const t = useAccountText();
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/auth/second-factor', { signal }) });
  const [asking, setAsking] = useState<'setUp' | 'remove' | 'renew' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const reread = () => Promise.all([cache.invalidateQueries({ queryKey: KEY }), session.reread()]);
  const done = (recovery: string[] | null) => {
    setAsking(null);
    setCodes(recovery);
    // What the role allows comes back with the codes kept: a page that changes now would take them away.
    if (!recovery) void reread();
  };
  return (
    <Section title={t('secondFactor')}>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <Skeleton width={240} /> : (
        <div className={styles.factor}>
          {data.state === 'required' && <Notice tone="warning">{t('factorRequired')}</Notice>}
          <p>{t(data.state === 'on' ? 'factorOn' : 'factorOff')}</p>
          {data.state === 'on' && (data.recovery_codes > FEW_CODES ? <p className="small quiet">{t('codesLeft', { count: data.recovery_codes })}</p> : <Notice tone="warning">{t('codesLeft', { count: data.recovery_codes })}</Notice>)}
          <div className="row">
            {data.state !== 'on' ? <Button kind="primary" icon={<ShieldCheck />} onClick={() => setAsking('setUp')}>{t('setUp')}</Button> : (
              <>
                <Button icon={<RefreshCw />} onClick={() => setAsking('renew')}>{t('renewCodes')}</Button>
                <Button kind="quiet" icon={<ShieldOff />} blocked={data.required_by_role && t('roleNeedsIt')} onClick={() => setAsking('remove')}>{t('turnOff')}</Button>
              </>
            )}
          </div>
        </div>
      )}
      {asking === 'setUp' && <SetUp onClose={() => setAsking(null)} onDone={done} />}
      {asking === 'renew' && <Prove action="renew" onClose={() => setAsking(null)} onDone={done} />}
      {asking === 'remove' && <Prove action="remove" onClose={() => setAsking(null)} onDone={done} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => { setCodes(null); void reread(); }} />}
    </Section>
  );
}

interface StepProps {
  onClose: () => void;
  onDone: (recoveryCodes: string[] | null) => void;
}

function Password({ value, onChange, error }: { value: string; onChange: (value: string) => void; error: string | undefined }) {
  const t = useAccountText();
  return <Field label={t('current')} need="required" error={error}><Input type="password" autoComplete="current-password" value={value} onChange={(event) => onChange(event.target.value)} /></Field>;
}

function Code({ value, onChange, error, hint }: { value: string; onChange: (value: string) => void; error: string | undefined; hint?: string }) {
  const t = useAccountText();
  return (
    <Field label={t('code')} need="required" hint={hint} error={error}>
      <Input className="mono" autoComplete="one-time-code" inputMode={hint ? 'text' : 'numeric'} autoCapitalize="none" spellCheck={false} maxLength={32} value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

function SetUp({ onClose, onDone }: StepProps) {
  const t = useAccountText();
  const common = useCommonText();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const [enrolment, setEnrolment] = useState<Schema<'SecondFactorEnrolment'> | null>(null);
  const begin = useSubmit(async () => {
    setEnrolment(await api.post('/api/auth/second-factor', { password }));
    setTried(false);
  });
  const confirm = useSubmit(async () => onDone((await api.post('/api/auth/second-factor/confirm', { code })).recovery_codes));
  const send = () => {
    setTried(true);
    if (enrolment ? code : password) void (enrolment ? confirm : begin).submit();
  };
  const failure = (enrolment ? confirm : begin).message;
  return (
    <Dialog open onClose={onClose} title={t('setUp')} onSend={send}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={begin.busy || confirm.busy}>{t(enrolment ? 'confirm' : 'goOn')}</Button></>}>
      {failure && <Notice tone="fault">{failure}</Notice>}
      {!enrolment ? <Password value={password} onChange={setPassword} error={(tried && !password && t('currentWants')) || begin.field('password')} /> : (
        <>
          <p>{t('scan')}</p>
          <div className={styles.enrol}>
            <QrCode text={enrolment.uri} label={t('qr')} />
            <div><p className="small quiet">{t('typeSecret')}</p><CopyText text={enrolment.secret} label={t('secret')} /></div>
          </div>
          <Code value={code} onChange={setCode} error={(tried && !code && t('codeWants')) || confirm.field('code')} />
          <p className="small quiet">{t('othersEnd')}</p>
        </>
      )}
    </Dialog>
  );
}

function Prove({ action, onClose, onDone }: StepProps & { action: 'renew' | 'remove' }) {
  const t = useAccountText();
  const common = useCommonText();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const send = useSubmit(async () => {
    if (action === 'renew') return onDone((await api.post('/api/auth/second-factor/recovery-codes', { password, code })).recovery_codes);
    await api.post('/api/auth/second-factor/remove', { password, code });
    toast(t('turnedOff'));
    onDone(null);
  });
  const submit = () => {
    setTried(true);
    if (password && code) void send.submit();
  };
  const title = t(action === 'renew' ? 'renewCodes' : 'turnOff');
  return (
    <Dialog open onClose={onClose} title={title} about={t(action === 'renew' ? 'renewAbout' : 'turnOffAbout')} onSend={submit}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{title}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <Password value={password} onChange={setPassword} error={(tried && !password && t('currentWants')) || send.field('password')} />
      <Code value={code} onChange={setCode} hint={t('codeHint')} error={(tried && !code && t('codeWants')) || send.field('code')} />
    </Dialog>
  );
}

/// The one time that they are seen. It closes by its button only, so that a stray click does not lose them.
function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useAccountText();
  const text = codes.join('\n');
  return (
    <Dialog open closing="stays" onClose={onClose} title={t('recoveryCodes')}
      actions={<>
        <Button icon={<KeyRound />} onClick={() => saveAs('vss-recovery-codes.txt', new Blob([`${text}\n`], { type: 'text/plain' }))}>{t('download')}</Button>
        <Button kind="primary" onClick={onClose} autoFocus>{t('kept')}</Button>
      </>}>
      <Notice tone="warning">{t('codesOnce')}</Notice>
      <ul className={`mono ${styles.codes}`} aria-label={t('recoveryCodes')}>{codes.map((code) => <li key={code}>{code}</li>)}</ul>
    </Dialog>
  );
}
