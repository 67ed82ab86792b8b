import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useFieldProps } from './Field';
import { useCommonText } from '@/i18n/text';
import fieldStyles from './Field.module.css';
import styles from './Combobox.module.css';

export interface Option<Value> {
  value: Value;
  text: string; // searched and shown
  words?: string; // also found by these
  detail?: ReactNode;
}

const MOST = 100;
const EDGE_PX = 8;

/// A field that narrows a list as one types (WAI-ARIA combobox with a list). `value` null is nothing chosen.
export function Combobox<Value extends string | number>({ options, value, onPick, placeholder, 'aria-label': label }: { options: Option<Value>[]; value: Value | null; onPick: (value: Value | null) => void; placeholder?: string; 'aria-label'?: string }) {
  const t = useCommonText();
  const field = useFieldProps();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null); // null: closed, shows what is chosen
  const [at, setAt] = useState(0);
  const chosen = options.find((option) => option.value === value);
  const wanted = (text ?? '').toLowerCase();
  const found = useMemo(() => options.filter((option) => `${option.text} ${option.words ?? ''}`.toLowerCase().includes(wanted)).slice(0, MOST), [options, wanted]);
  const open = text !== null;
  const popup = useRef<HTMLUListElement>(null);
  // It is as wide as what it holds: what would stand beyond the window's edge is moved in.
  useLayoutEffect(() => {
    const element = popup.current;
    if (!element) return;
    element.style.translate = '';
    const beyond = element.getBoundingClientRect().right - (document.documentElement.clientWidth - EDGE_PX);
    if (beyond > 0) element.style.translate = `${-beyond}px`;
  }, [open, found]);
  const pick = (option: Option<Value> | undefined) => {
    if (option) onPick(option.value);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setText('');
      setAt((before) => Math.max(0, Math.min(found.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      pick(found[at]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <div className={styles.root}>
      <input ref={input} {...field} aria-label={label} className={fieldStyles.input} role="combobox" aria-expanded={open} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `${list}-${at}` : undefined} autoComplete="off" spellCheck={false} placeholder={placeholder} value={text ?? chosen?.text ?? ''}
        onFocus={(event) => event.target.select()} onClick={() => setText((before) => before ?? '')} onBlur={() => setText(null)} onKeyDown={onKeyDown}
        onChange={(event) => { setText(event.target.value); setAt(0); if (event.target.value === '') onPick(null); }} />
      {open && (
        <ul ref={popup} id={list} role="listbox" className={styles.list} aria-label={label ?? placeholder ?? ''}>
          {found.map((option, index) => (
            <li key={option.value} id={`${list}-${index}`} role="option" aria-selected={option.value === value} title={option.text} className={index === at ? styles.at : ''}
              onPointerDown={(event) => { event.preventDefault(); pick(option); }} onPointerMove={() => setAt(index)}>
              <span className={styles.text}>{option.text}</span>{option.detail && <span className="quiet small">{option.detail}</span>}
            </li>
          ))}
          {found.length === 0 && <li className={styles.none}>{t('nothingFits')}</li>}
        </ul>
      )}
    </div>
  );
}
