import { X } from 'lucide-react';
import { useEffect } from 'react';
import { wantsSecondFactor } from '@/api/errors';
import { commonTextNow, useCommonText } from '@/i18n/text';
import { Button, IconButton } from './Button';
import { errorInWords } from './error_words';
import { ACCOUNT } from './ErrorState';
import { makeStore, useStore } from './store';
import styles from './Toasts.module.css';

interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'fault';
  undo?: (() => void) | undefined;
  link?: { to: string; label: string } | undefined;
}

const MOST = 4;
const store = makeStore<Toast[]>([]);
let next = 1;

const drop = (id: number) => store.set((all) => all.filter((toast) => toast.id !== id));

/// Says what happened. With `undo` it can be taken back while it is shown.
export function toast(text: string, options: { tone?: 'plain' | 'fault'; undo?: () => void; link?: Toast['link'] } = {}): void {
  const made: Toast = { id: next++, text, tone: options.tone ?? 'plain', undo: options.undo, link: options.link };
  store.set((all) => [...all.slice(1 - MOST), made]);
}

/// What a failed request says, as a toast.
export function toastError(error: unknown): void {
  toast(errorInWords(error), { tone: 'fault', ...(wantsSecondFactor(error) && { link: { to: ACCOUNT, label: commonTextNow()('setUpSecondFactor') } }) });
}

function Shown({ shown }: { shown: Toast }) {
  const t = useCommonText();
  useEffect(() => {
    const timer = setTimeout(() => drop(shown.id), shown.tone === 'fault' ? 10_000 : 6000);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <li className={`${styles.toast} ${styles[shown.tone]}`}>
      <span className="grow">{shown.text}</span>
      {shown.link && <a href={shown.link.to}>{shown.link.label}</a>}
      {shown.undo && <Button kind="quiet" onClick={() => { shown.undo?.(); drop(shown.id); }}>{t('undo')}</Button>}
      <IconButton label={t('close')} icon={<X />} onClick={() => drop(shown.id)} />
    </li>
  );
}

export function Toasts() {
  const t = useCommonText();
  return (
    <section aria-live="polite" aria-label={t('notifications')}>
      <ol className={styles.toasts}>{useStore(store).map((shown) => <Shown key={shown.id} shown={shown} />)}</ol>
    </section>
  );
}
