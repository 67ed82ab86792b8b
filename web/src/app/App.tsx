import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Route, Routes } from 'react-router-dom';
import { ConfirmHost } from '@/design/confirm';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { Breakable } from './Breakable';
import { NotFound } from './NotFound';
import { pageElement } from './page_element';
import { queries } from './query_client';
import { pages } from './routes';
import { Login } from './session/Login';
import { SessionExpired } from './session/SessionExpired';
import { useSession } from './session/use_session';
import { Shell } from './shell/Shell';
import { Start } from './Start';

// Not the data router: loaders, actions and fetchers are the query cache's work here, and 12 KB.
const SignedIn = () => (
  <BrowserRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
    <Routes>
      <Route element={<Shell />}>
        {pages.map((page) => <Route key={page.path} path={page.path} element={pageElement(page)} />)}
        <Route path="/" element={<Start />} />
        <Route path="*" element={<NotFound />} />
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
          {state.status === 'anonymous' ? <Login /> : (
            <>
              <SignedIn />
              <ConfirmHost />
              {state.status === 'expired' && <SessionExpired username={state.user.username} />}
            </>
          )}
        </Breakable>
        <Toasts />
      </QueryClientProvider>
    </TooltipProvider>
  );
}
