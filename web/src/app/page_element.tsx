import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';
import { ApiError } from '@/api/errors';
import { ErrorState } from '@/design/ErrorState';
import { Skeleton } from '@/design/Parts';
import { loadTexts } from '@/i18n';
import type { PageRoute } from './routes';
import { useMay } from './session/use_session';
import styles from './shell/Shell.module.css';

const Loading = () => (
  <div className={styles.loading} aria-busy>
    <Skeleton width={160} height={18} />
    <Skeleton height={14} />
    <Skeleton width="80%" height={14} />
  </div>
);

function Guarded({ needs, Content }: { needs: string | null; Content: ComponentType }) {
  const may = useMay(needs ?? '');
  if (needs !== null && !may) return <ErrorState error={new ApiError(403, 'PERMISSION_DENIED', needs, {}, '')} />;
  return <Suspense fallback={<Loading />}><Content /></Suspense>;
}

/// The page with its code and texts fetched side by side when it is first shown.
export function pageElement(page: PageRoute): ReactElement {
  const Content = lazy(async () => (await Promise.all([page.load(), loadTexts(page.feature)]))[0]);
  return <Guarded key={page.path} needs={page.needs} Content={Content} />;
}
