import { useState } from 'react';
import { api } from '@/api/client';
import { useSession, useUser } from '@/app/session/use_session';
import { Button } from '@/design/Button';
import { Field, Input, Select } from '@/design/Field';
import { Page } from '@/design/Page';
import { KeyValue, Notice, Section } from '@/design/Parts';
import { theme, type Theme } from '@/design/preferences';
import { useStore } from '@/design/store';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { LANGUAGES, setLanguage, useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { PermissionList } from '@/features/roles/public';
import { SecondFactor } from './SecondFactor';
import { useAccountText } from './text';
import styles from './account.module.css';

const THEMES: Theme[] = ['system', 'light', 'dark'];
const LANGUAGE_NAMES = { ru: 'Русский', en: 'English' };

export default function Account() {
  const t = useAccountText();
  const common = useCommonText();
  const user = useUser();
  const state = useSession();
  const language = useLanguage();
  const chosen = useStore(theme);
  if (!user) return null;
  const permissions = 'permissions' in state ? [...state.permissions].sort() : [];
  return (
    <Page title={t('title')}><div className={styles.sections}>
      <Section title={t('whoIAm')}>
        <KeyValue rows={[
          [common('username'), user.username],
          [t('email'), user.email],
          [t('role'), roleInWords(user.role, common)],
        ]} />
      </Section>
      <SecondFactor />
      <Section title={t('looks')}>
        <div className={styles.pair}>
          <Field label={common('language')}>
            <Select value={language} choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} onPick={(value) => void setLanguage(value)} />
          </Field>
          <Field label={common('theme')}>
            <Select value={chosen} choices={THEMES.map((value) => ({ value, label: common(`theme.${value}`) }))} onPick={(value) => theme.set(value)} />
          </Field>
        </div>
      </Section>
      <Section title={t('changePassword')}><ChangePassword username={user.username} /></Section>
      <Section title={t('permissions')}><PermissionList permissions={permissions} /></Section>
    </div></Page>
  );
}

function ChangePassword({ username }: { username: string }) {
  const t = useAccountText();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = {
    current: current === '' ? t('currentWants') : undefined,
    next: next.length < 12 ? t('nextWants') : undefined,
    again: again !== next ? t('againWants') : undefined,
  };
  const send = useSubmit(async () => {
    const { warning } = await api.post('/api/auth/password', { current, new: next });
    toast(t(warning ? 'easilyGuessed' : 'changed'));
    for (const clear of [setCurrent, setNext, setAgain]) clear('');
    setTried(false);
  });
  const submit = () => {
    setTried(true);
    if (!wrong.current && !wrong.next && !wrong.again) void send.submit();
  };
  return (
    <form className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field label={t('current')} need="required" error={(tried && wrong.current) || send.field('current')}>
        <Input type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
      </Field>
      <Field label={t('next')} need="required" hint={t('nextHint')} error={(tried && wrong.next) || send.field('new')}>
        <Input type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
      </Field>
      <Field label={t('again')} need="required" error={tried && wrong.again}>
        <Input type="password" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />
      </Field>
      <p className="small quiet">{t('othersEnd')}</p>
      <div><Button kind="primary" type="submit" busy={send.busy}>{t('changePassword')}</Button></div>
    </form>
  );
}
