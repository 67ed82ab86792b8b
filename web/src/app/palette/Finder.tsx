import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { showKeys } from '@/design/keys';
import { useStore } from '@/design/store';
import { useLanguage } from '@/i18n';
import { useCommonText } from '@/i18n/text';
import { pages, type PageRoute } from '../routes';
import { session } from '../session/session';
import { useOwnCommands } from './own_commands';
import { commandSources, registered, score, type Command } from './commands';
import styles from './Palette.module.css';

const MOST = 40;
const REST_MS = 150; // the server is asked between keystrokes, not at each
const iconOf = ({ nav }: PageRoute) => nav && <nav.icon aria-hidden />;

function useFound(text: string): Command[] {
  const t = useCommonText();
  const language = useLanguage();
  const navigate = useNavigate();
  const onPage = useStore(registered);
  const [answered, setAnswered] = useState<Command[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      const context = { text, may: (permission: string) => session.may(permission), navigate, signal: stop.signal };
      // One that fails keeps nothing from the others.
      const lists = await Promise.allSettled((await commandSources()).map(async (source) => source(context)));
      if (!stop.signal.aborted) setAnswered(lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])));
    };
    const timer = setTimeout(() => void ask(), text ? REST_MS : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, navigate]);
  const own = useOwnCommands();
  const toPages: Command[] = pages.filter((page) => page.nav && (page.needs === null || session.may(page.needs))).map((page) => ({
    id: `page ${page.path}`, title: page.nav!.title[language], group: t('palette.pages'), words: Object.values(page.nav!.title).join(' '),
    icon: iconOf(page), keys: `g ${page.nav!.go}`, run: () => navigate(page.path),
  }));
  const seen = new Set<string>();
  const known = [...onPage, ...toPages, ...answered.filter((command) => command.action), ...own].filter(({ id }) => !seen.has(id) && seen.add(id));
  const ranked = known.map((command) => ({ command, rank: score(command, text) })).filter(({ rank }) => rank > 0);
  if (text) ranked.sort((a, b) => b.rank - a.rank);
  // What features answer fits the text by their own judgement, and is why one typed it.
  return [...answered.filter((command) => !command.action), ...ranked.map(({ command }) => command)].slice(0, MOST);
}

export default function Finder({ typed, close }: { typed: string; close: () => void }) {
  const t = useCommonText();
  const [text, setText] = useState(typed);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [at, setAt] = useState(0);
  const found = useFound(text);
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // The dialog gives focus back first.
    setTimeout(command.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length);
      setAt(next);
      document.getElementById(`command-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[at]);
    }
  };
  return (
    <>
      <input ref={input} className={styles.text} role="combobox" aria-expanded aria-controls="commands" aria-activedescendant={found[at] ? `command-${at}` : undefined} aria-label={t('palette')}
        placeholder={t('paletteHint')} value={text} autoComplete="off" spellCheck={false} onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={onKeyDown} />
      <ul id="commands" role="listbox" aria-label={t('palette')} className={styles.list}>
        {found.map((command, index) => (
          <li key={command.id} id={`command-${index}`} role="option" aria-selected={index === at} className={index === at ? styles.at : undefined}
            onPointerMove={() => setAt(index)} onClick={() => run(command)} onKeyDown={undefined}>
            {command.icon}<span className="grow clip">{command.title}</span><span className={styles.group}>{command.group}</span>
            {command.keys && <span className={styles.keys}>{showKeys(command.keys).split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>{t('palette.nothing')}</p>}
    </>
  );
}
