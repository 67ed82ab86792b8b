import { use, type ComponentType, type ReactElement } from 'react';
import { matchPath, useLocation } from 'react-router-dom';
import { ApiError } from '@/api/errors';
import { ErrorState } from '@/design/ErrorState';
import { Page } from '@/design/Page';
import { loadTexts, useLanguage } from '@/i18n';
import { pages, type PageRoute } from './routes';
import { useMay } from './session/use_session';

// React.lazy would show a fallback even for code that is there already, and React keeps a fallback up for 300 ms. A promise
// that is marked as come true is taken at once.
type Loading = Promise<ComponentType> & { status?: 'fulfilled'; value?: ComponentType };
const loading = new Map<PageRoute, Loading>();

/// Fetches a page's code and texts, side by side, once.
function loadPage(page: PageRoute): Loading {
  const known = loading.get(page);
  if (known) return known;
  const promise: Loading = Promise.all([page.load(), loadTexts(page.feature)]).then(([{ default: Content }]) => {
    promise.status = 'fulfilled';
    promise.value = Content;
    return Content;
  });
  promise.catch(() => loading.delete(page)); // the next visit tries again
  loading.set(page, promise);
  return promise;
}

/// Begins with the page of this address before anything is drawn. Whether it may be seen is found out beside.
export async function preloadPage(path: string): Promise<void> {
  const page = pages.find((one) => matchPath(one.path, path)) ?? (path === '/' ? pages[0] : undefined);
  if (page) await loadPage(page).catch(() => undefined); // the page itself will say so
}

function Shown({ page }: { page: PageRoute }) {
  const Content = use<ComponentType>(loadPage(page) as Promise<ComponentType>);
  return <Content />;
}

/// Keyed by the address, so that nothing of one lead, call, slot is still there on the page of the next.
function Guarded({ page }: { page: PageRoute }) {
  const { pathname } = useLocation();
  const language = useLanguage();
  const may = useMay(page.needs ?? '');
  if (page.needs !== null && !may) {
    const title = page.nav?.title[language] ?? 'VSS';
    return <Page title={title}><ErrorState error={new ApiError(403, 'PERMISSION_DENIED', page.needs, {}, '')} /></Page>;
  }
  return <Shown key={pathname} page={page} />;
}

export const pageElement = (page: PageRoute): ReactElement => <Guarded key={page.path} page={page} />;
