import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useCommonText } from '@/i18n/text';
import { IconButton } from './Button';
import styles from './CopyText.module.css';

/// A text that is meant to be taken elsewhere.
export function CopyText({ text, label }: { text: string; label: string }) {
  const t = useCommonText();
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <span className={styles.copy}>
      <code className="mono">{text}</code>
      <IconButton label={done ? t('copied') : `${t('copy')}: ${label}`} icon={done ? <Check /> : <Copy />} onClick={() => void copy()} />
    </span>
  );
}
