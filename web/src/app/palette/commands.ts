// What the palette offers: pages, what the page on screen registered, and what features answer to the words typed
// (features/<name>/commands.ts, fetched when the palette is first opened).
import { useEffect, useRef, type ReactNode } from 'react';
import type { NavigateFunction } from 'react-router-dom';
import { makeStore } from '@/design/store';

export interface Command {
  id: string;
  title: string;
  group: string;
  icon?: ReactNode;
  keys?: string;
  words?: string; // also found by these
  /// Something to do, found by its words like a page, after which it stands; else it is an answer to the text, or of the page on
  /// screen, and stands first, where Enter takes it.
  action?: boolean;
  run: () => void;
}

/// `export const commands: CommandSource = …` in features/<name>/commands.ts. Asked when the text rests a moment.
export type CommandSource = (context: { text: string; may: (permission: string) => boolean; navigate: NavigateFunction; signal: AbortSignal }) => Command[] | Promise<Command[]>;

const sources = import.meta.glob<{ commands: CommandSource }>('../../features/*/commands.ts');
let loaded: Promise<CommandSource[]> | undefined;
export const commandSources = (): Promise<CommandSource[]> =>
  (loaded ??= Promise.all(Object.values(sources).map((load) => load().then((module) => module.commands))));

export const paletteOpen = makeStore(false);
export const openPalette = (): void => paletteOpen.set(true);

export const registered = makeStore<Command[]>([]);

/// While the component is there, the palette has these.
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map((command) => `${command.id}=${command.title}`).join('|');
  useEffect(() => {
    const stable = latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() }));
    registered.set((all) => [...all, ...stable]);
    return () => registered.set((all) => all.filter((command) => !stable.includes(command)));
    // The functions are looked up when one is run, so only what is listed (`shape`) matters here.
  }, [shape]);
}

/// Words in any order, each somewhere in the text; a start of the title counts most. 0: does not fit.
export function score(command: Command, text: string): number {
  const title = command.title.toLowerCase();
  const all = `${title} ${command.words?.toLowerCase() ?? ''}`;
  let sum = 1;
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    if (!all.includes(word)) return 0;
    sum += title.startsWith(word) ? 4 : new RegExp(`(^|\\s)${word.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(title) ? 3 : title.includes(word) ? 2 : 1;
  }
  return sum;
}
