import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useCommonText } from '@/i18n/text';
import { formatNumber } from './format';
import { runKey } from './keys';
import styles from './Page.module.css';

interface Props {
  title: string;
  heading?: ReactNode; // instead of the title, when it is more than text
  back?: { to: string; label: string };
  filters?: ReactNode;
  actions?: ReactNode;
  /// `list`: the content fills the page and scrolls by itself.
  layout?: 'list' | 'text' | 'wide';
  children: ReactNode;
}

/// A page: its one heading, filters and actions in a line, the content below.
export function Page({ title, heading, back, filters, actions, layout = 'text', children }: Props) {
  useEffect(() => { document.title = `${title} · VSS`; }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {back && <Link to={back.to} className={styles.back} aria-label={back.label}><ChevronLeft aria-hidden size={16} /></Link>}
        <h1 className={styles.title}>{heading ?? title}</h1>
        {filters && <div className={styles.filters}>{filters}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles[layout]}>{children}</div>
    </div>
  );
}

export interface Chip {
  id: string;
  label: ReactNode;
  count?: number | undefined;
}

/// One of several views of a list, each with how many it has. The first is "all".
export function FilterChips({ label, chips, value, onChange }: { label: string; chips: Chip[]; value: string; onChange: (id: string) => void }) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const pressed = group.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    if (pressed && group.current) group.current.scrollLeft = pressed.offsetLeft - group.current.offsetLeft - 40;
  }, [value]);
  return (
    <div ref={group} className={styles.chips} role="group" aria-label={label}>
      {chips.map((chip) => (
        <button key={chip.id} type="button" aria-pressed={chip.id === value} className={styles.chip} onClick={() => onChange(chip.id)}>
          {chip.label}{chip.count !== undefined && <span className={styles.count}>{formatNumber(chip.count)}</span>}
        </button>
      ))}
    </div>
  );
}

const SEARCH_PAUSE_MS = 120;

/// The list's filter; `/` goes there, Esc leaves it. `onChange` hears of it after a moment's pause, so that neither an address
/// nor a query is made of each letter; what stands in the field is never behind the fingers.
export function SearchBox({ value, onChange, label }: { value: string; onChange: (text: string) => void; label: string }) {
  const t = useCommonText();
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    if (value === told.current) return;
    told.current = value; // changed from elsewhere
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className={styles.search}>
      <input type="search" data-search value={text} placeholder={label} aria-label={label} spellCheck={false} autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // On to what was found; the list has the keys from there.
          if ((event.key === 'Enter' || event.key === 'ArrowDown') && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.currentTarget.blur();
            runKey('Home');
          }
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (text) setText('');
          else event.currentTarget.blur();
        }} />
      <kbd aria-hidden title={t('searchKey')}>/</kbd>
    </div>
  );
}
