import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router-dom';
import { ConfirmHost } from '@/design/confirm';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { Breakable } from './Breakable';
import { NotFound } from './NotFound';
import { pageElement } from './page_element';
import { queries } from './query_client';
import { pages } from './routes';
import { useSession } from './session/use_session';
import { Shell } from './shell/Shell';
import { Start } from './Start';

// Who is signed in loads neither.
const Login = lazy(async () => ({ default: (await import('./session/Login')).Login }));
const SessionExpired = lazy(async () => ({ default: (await import('./session/SessionExpired')).SessionExpired }));

const TO_ACCOUNT = <Navigate to="/account" replace />;

// Not the data router: loaders, actions and fetchers are the query cache's work here, and 12 KB.
// Who has yet to set up the second factor that their role needs finds nothing but the place to do so.
const SignedIn = ({ barred }: { barred: boolean }) => (
  <BrowserRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
    <Routes>
      <Route element={<Shell />}>
        {pages.filter((page) => !barred || page.needs === null).map((page) => <Route key={page.path} path={page.path} element={pageElement(page)} />)}
        <Route path="/" element={barred ? TO_ACCOUNT : <Start />} />
        <Route path="*" element={barred ? TO_ACCOUNT : <NotFound />} />
      </Route>
    </Routes>
  </BrowserRouter>
);

export function App() {
  const state = useSession();
  if (state.status === 'starting') return null;
  return (
    <TooltipProvider>
      <QueryClientProvider client={queries}>
        <Breakable place="application">
          {state.status === 'anonymous' ? <Suspense><Login /></Suspense> : (
            <>
              <SignedIn barred={state.secondFactor === 'required'} />
              <ConfirmHost />
              {state.status === 'expired' && <Suspense><SessionExpired username={state.user.username} /></Suspense>}
            </>
          )}
        </Breakable>
        <Toasts />
      </QueryClientProvider>
    </TooltipProvider>
  );
}
