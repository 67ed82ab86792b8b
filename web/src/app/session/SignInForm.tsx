import { useState } from 'react';
import { ApiError, isOffline } from '@/api/errors';
import { Button } from '@/design/Button';
import { Field, Input } from '@/design/Field';
import { formatAge } from '@/design/format';
import { Notice } from '@/design/Parts';
import { errorInWords } from '@/design/error_words';
import { useCommonText } from '@/i18n/text';
import { session } from './session';
import styles from './Login.module.css';

/// Name and password, then a code where there is a second factor; `username` fixed when somebody's session goes on.
export function SignInForm({ username: fixed }: { username?: string }) {
  const t = useCommonText();
  const [username, setUsername] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null); // null: nobody asked for one yet
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const tell = (error: unknown): string => {
    if (isOffline(error)) return `${t('offline')}. ${t('offlineAdvice')}`;
    if (error instanceof ApiError && error.status === 429) return t('lockedOut', { age: formatAge(error.retryAfterS ?? 60) });
    if (!(error instanceof ApiError) || error.code !== 'AUTH_FAIL') return errorInWords(error);
    if (!('code' in error.details)) return t('wrongPassword');
    return t(String(error.details.code).startsWith('is wrong') ? 'wrongCode' : 'usedCode');
  };
  const send = async () => {
    setTried(true);
    if (username === '' || password === '' || code === '' || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await session.signIn(username, password, code ?? undefined);
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.code === 'SECOND_FACTOR_REQUIRED') return askCode();
      setFailure(tell(error));
      if (code === null) setPassword('');
      else setCode('');
    }
  };
  const askCode = () => {
    setTried(false);
    setCode('');
  };
  const startAgain = () => {
    setTried(false);
    setFailure(null);
    setPassword('');
    setCode(null);
  };
  if (code !== null) {
    return (
      <form className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {failure && <Notice tone="fault">{failure}</Notice>}
        <Field label={t('code')} need="required" hint={t('codeHint')} error={tried && code === '' && failure === null && t('enterCode')}>
          <Input key="code" name="code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={32} value={code} autoFocus onChange={(event) => setCode(event.target.value)} />
        </Field>
        <Button kind="primary" type="submit" busy={busy}>{t('signIn')}</Button>
        <Button kind="quiet" onClick={startAgain}>{t('back')}</Button>
      </form>
    );
  }
  return (
    <form className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {failure && <Notice tone="fault">{failure}</Notice>}
      <Field label={t('username')} need="required" error={tried && username === '' && t('enterUsername')}>
        <Input name="username" autoComplete="username" autoCapitalize="none" value={username} readOnly={fixed !== undefined} autoFocus={fixed === undefined} onChange={(event) => setUsername(event.target.value)} />
      </Field>
      <Field label={t('password')} need="required" error={tried && password === '' && failure === null && t('enterPassword')}>
        <Input name="password" type="password" autoComplete="current-password" value={password} autoFocus={fixed !== undefined} onChange={(event) => setPassword(event.target.value)} />
      </Field>
      <Button kind="primary" type="submit" busy={busy}>{t('signIn')}</Button>
    </form>
  );
}
