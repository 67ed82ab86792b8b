// The keyboard. Pages and parts say which keys they have while they are there; one listener runs them, `?` lists them.
import { useEffect, useRef } from 'react';
import { makeStore } from './store';

export interface Key {
  /// 'j', 'Enter', '?', 'g s' (one after the other), 'mod+k' (Ctrl, ⌘ on a Mac).
  keys: string;
  label: string;
  run: () => void;
  /// Also while typing in a field; only sensible with mod.
  always?: boolean;
}
interface Group {
  id: symbol;
  title: string;
  keys: Key[];
}

const groups = makeStore<Group[]>([]);
export const keyGroups = groups;
const SEQUENCE_MS = 1200;

/// While the component is there, these keys work. Of two with the same key the later one wins.
export function useKeys(title: string, keys: Key[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  const shape = `${title}|${keys.map((key) => `${key.keys}=${key.label}`).join('|')}`;
  useEffect(() => {
    const id = Symbol(title);
    const stable = latest.current.map((key, index) => ({ ...key, run: () => latest.current[index]?.run() }));
    groups.set((all) => [...all, { id, title, keys: stable }]);
    return () => groups.set((all) => all.filter((group) => group.id !== id));
    // The functions are looked up when a key is pressed, so only what is listed matters here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);
export function showKeys(keys: string): string {
  const letter = /^mod\+([a-z])$/.exec(keys)?.[1];
  const shown = letter ? `mod+${letter.toUpperCase()}` : keys;
  return shown.replace('mod+', isMac ? '⌘' : 'Ctrl ').replace('Enter', '↵').replace('Escape', 'Esc');
}

// What a key says on a US keyboard, without and with Shift: on a layout without Latin letters the place of a key is what counts.
const PLACES: Record<string, [plain: string, shifted: string]> = {
  Backquote: ['`', '~'], Minus: ['-', '_'], Equal: ['=', '+'], BracketLeft: ['[', '{'], BracketRight: [']', '}'], Backslash: ['\\', '|'],
  Semicolon: [';', ':'], Quote: ["'", '"'], Comma: [',', '<'], Period: ['.', '>'], Slash: ['/', '?'],
};
const isLetter = (key: string): boolean => /^\p{L}$/u.test(key);
const isLatin = (key: string): boolean => /^[a-z]$/i.test(key);

function keyOfPlace({ code, shiftKey }: KeyboardEvent): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  return PLACES[code]?.[shiftKey ? 1 : 0];
}

// Punctuation says nothing of the layout it comes from ('.' is where '/' is on a Russian one): the last letter does.
let otherLetters = false;

/// What the key may mean, the likelier first. A Latin letter is meant as it stands, wherever it is on the keyboard.
export function meaningsOf(event: KeyboardEvent): string[] {
  if (event.key.length !== 1) return [event.key];
  if (isLetter(event.key)) otherLetters = !isLatin(event.key);
  if (!otherLetters || isLatin(event.key)) return [event.key];
  const place = keyOfPlace(event);
  if (place === undefined || place === event.key) return [event.key];
  return isLetter(event.key) ? [place] : [event.key, place];
}

const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === 'checkbox');

// Radix draws a dialog or menu: its own keys count then, not the page's below.
const overlayIsOpen = () => document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null;

// Somebody types into a field, and it is taken away (the call ended, the page changed): what they go on typing is meant for it,
// and must not be taken for commands. Over when they look up: Escape, Tab, a click, another field, or a moment of rest.
const REST_MS = 3000;
let field: HTMLElement | null = null;
let typedAt = -Infinity;
const isGone = (element: HTMLElement) => !element.isConnected || element.matches(':disabled') || element.closest('[hidden]') !== null;
const goesOnTyping = (): boolean => field !== null && typedAt > -Infinity && isGone(field);
const lookUp = (): void => { typedAt = -Infinity; };

/// Enter in a field of one line sends it, and what is sent may go.
const endsTyping = ({ key, ctrlKey, metaKey }: KeyboardEvent, within: HTMLElement): boolean =>
  key === 'Escape' || key === 'Tab' || (key === 'Enter' && (ctrlKey || metaKey || within.tagName !== 'TEXTAREA'));

function watchTyping(event: KeyboardEvent): void {
  if (isField(event.target)) {
    field = event.target;
    typedAt = endsTyping(event, field) ? -Infinity : event.timeStamp;
  } else if (event.key === 'Escape' || event.key === 'Tab' || event.timeStamp - typedAt > REST_MS || !goesOnTyping()) lookUp();
  else typedAt = event.timeStamp;
}

let before = '';
let beforeAt = 0;

function find(meanings: string[], mod: boolean, within: Key[], at: number): Key | undefined {
  for (const meaning of meanings) {
    const key = mod ? `mod+${meaning.toLowerCase().replace('enter', 'Enter')}` : meaning;
    const sequence = at - beforeAt < SEQUENCE_MS ? `${before} ${key}` : key;
    const found = within.find((one) => one.keys === sequence) ?? within.find((one) => one.keys === key);
    if (found) return found;
  }
  return undefined;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if ((event.metaKey || event.ctrlKey) && !mod) return;
  // A focused button or link takes Enter and Space itself.
  if (event.key === 'Enter' && !mod && event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return;
  const blocked = isField(event.target) || overlayIsOpen() || goesOnTyping();
  const all = groups.get().flatMap((group) => group.keys).reverse().filter((one) => one.always || !blocked);
  const meanings = meaningsOf(event);
  const found = find(meanings, mod, all, event.timeStamp);
  before = blocked ? '' : meanings.at(-1)!;
  beforeAt = event.timeStamp;
  if (!found) return;
  before = '';
  event.preventDefault();
  found.run();
}

/// Does what a key would do now, as from a field that hands on to the list below it.
export function runKey(keys: string): void {
  groups.get().flatMap((group) => group.keys).reverse().find((one) => one.keys === keys)?.run();
}

export function startKeys(): void {
  document.addEventListener('keydown', watchTyping, true);
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('pointerdown', lookUp, true);
}
