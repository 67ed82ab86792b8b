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
export const showKeys = (keys: string): string => keys.replace('mod+', isMac ? '⌘' : 'Ctrl ').replace('Enter', '↵').replace('Escape', 'Esc');

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === 'checkbox');
}

// Radix draws a dialog or menu: its own keys count then, not the page's below.
const overlayIsOpen = () => document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null;

let before = '';
let beforeAt = 0;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if ((event.metaKey || event.ctrlKey) && !mod) return;
  const key = mod ? `mod+${event.key.toLowerCase()}` : event.key;
  // A focused button or link takes Enter and Space itself.
  if (key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return;
  const sequence = event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${key}` : key;
  const blocked = isTyping(event.target) || overlayIsOpen();
  const all = groups.get().flatMap((group) => group.keys).reverse().filter((one) => one.always || !blocked);
  const found = all.find((one) => one.keys === sequence) ?? all.find((one) => one.keys === key);
  before = blocked ? '' : key;
  beforeAt = event.timeStamp;
  if (!found) return;
  before = '';
  event.preventDefault();
  found.run();
}

export function startKeys(): void {
  document.addEventListener('keydown', onKeyDown);
}
