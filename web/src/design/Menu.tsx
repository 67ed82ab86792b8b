import { lazy, Suspense, type ComponentProps } from 'react';
import type { Menu as MenuOfParts } from './MenuParts';

export type { MenuEntry, MenuItem } from './MenuParts';

const Loaded = lazy(async () => ({ default: (await import('./MenuParts')).Menu }));

/// The library of menus is as large as a page: it comes beside the first page, not before it, and the button is there meanwhile.
export function Menu(props: ComponentProps<typeof MenuOfParts>) {
  return <Suspense fallback={props.children}><Loaded {...props} /></Suspense>;
}
