import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
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
  const actions = [...onPage, ...answered].filter((command) => command.action);
  const known = [...onPage.filter((command) => !command.action), ...toPages, ...actions, ...own].filter(({ id }) => !seen.has(id) && seen.add(id));
  const ranked = known.map((command) => ({ command, rank: score(command, text) })).filter(({ rank }) => rank > 0);
  if (text) ranked.sort((a, b) => b.rank - a.rank);
  // What features answer fits the text by their own judgement, and is why one typed it.
  return [...answered.filter((command) => !command.action), ...ranked.map(({ command }) => command)].slice(0, MOST);
}

interface Props {
  text: string;
  close: () => void;
  keys: RefObject<((event: KeyboardEvent) => void) | null>; // what the field's keys do here
  onActive: (id: string | undefined) => void; // the option that Enter takes
}

export default function Finder({ text, close, keys, onActive }: Props) {
  const t = useCommonText();
  const found = useFound(text);
  // What one sees chosen stays chosen when answers come: never does Enter take what stood there a moment later.
  const [chosen, setChosen] = useState<{ id: string; text: string } | null>(null);
  const kept = chosen?.text === text ? found.findIndex((command) => command.id === chosen.id) : -1;
  const at = Math.max(0, kept);
  const first = found[at]?.id;
  const choose = (index: number) => found[index] && setChosen({ id: found[index].id, text });
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
      choose(next);
      document.getElementById(`command-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[at]);
    }
  };
  useEffect(() => { keys.current = onKeyDown; });
  useEffect(() => onActive(first === undefined ? undefined : `command-${at}`), [first, at, onActive]);
  useEffect(() => { if (first !== undefined && kept === -1) setChosen({ id: first, text }); }, [first, kept, text]);
  return (
    <>
      <ul id="commands" role="listbox" aria-label={t('palette')} className={styles.list}>
        {found.map((command, index) => (
          <li key={command.id} id={`command-${index}`} role="option" aria-selected={index === at} className={index === at ? styles.at : undefined}
            onPointerMove={() => choose(index)} onClick={() => run(command)} onKeyDown={undefined}>
            {command.icon}<span className="grow clip">{command.title}</span><span className={styles.group}>{command.group}</span>
            {command.keys && <span className={styles.keys}>{showKeys(command.keys).split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>{t('palette.nothing')}</p>}
    </>
  );
}
