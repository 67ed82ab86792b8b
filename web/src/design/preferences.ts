import { makeStore, useStore } from './store';

export type Theme = 'system' | 'light' | 'dark';
const THEME = 'vss.theme', RAIL = 'vss.rail', GUIDE = 'vss.guide';

const dark = matchMedia('(prefers-color-scheme: dark)');
export const theme = makeStore<Theme>((localStorage.getItem(THEME) as Theme | null) ?? 'system');
const applied = makeStore<'light' | 'dark'>('light');

function apply(): void {
  const wanted = theme.get();
  const next = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
  document.documentElement.dataset.theme = next;
  applied.set(next);
}

export function startTheme(): void {
  apply();
  dark.addEventListener('change', apply);
  theme.subscribe(() => {
    localStorage.setItem(THEME, theme.get());
    apply();
  });
}

/// What is drawn now: light or dark.
export const useTheme = () => useStore(applied);

export const railCollapsed = makeStore(localStorage.getItem(RAIL) === 'small');
railCollapsed.subscribe(() => localStorage.setItem(RAIL, railCollapsed.get() ? 'small' : 'wide'));

/// The first-run guide was begun in this browser and is not done.
export const guideOpen = makeStore(localStorage.getItem(GUIDE) !== null);
guideOpen.subscribe(() => (guideOpen.get() ? localStorage.setItem(GUIDE, 'open') : localStorage.removeItem(GUIDE)));
