import { useEffect, useState } from 'react';
import { LanguageSwitch } from '../LanguageSwitch';
import { useCommonText } from '@/i18n/text';
import { session } from './session';
import { SignInForm } from './SignInForm';
import styles from './Login.module.css';

export function Login() {
  const t = useCommonText();
  const [first] = useState(session.isFirst);
  useEffect(() => { document.title = `${t('signIn')} · VSS`; }, [t]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1>{t('signInTitle')}</h1>
        <SignInForm />
        <details className={styles.first} open={first}><summary>{t('firstStart')}</summary><p>{t('firstPassword')}</p></details>
      </div>
      <LanguageSwitch />
    </main>
  );
}
