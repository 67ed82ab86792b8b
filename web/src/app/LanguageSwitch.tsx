import { LANGUAGES, setLanguage, useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import styles from './session/Login.module.css';

const NAMES = { ru: 'Русский', en: 'English' };

export function LanguageSwitch() {
  const t = useCommonText();
  const language = useLanguage();
  return (
    <div className={styles.languages} role="group" aria-label={t('language')}>
      {LANGUAGES.map((one) => <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => void setLanguage(one)}>{NAMES[one]}</button>)}
    </div>
  );
}
